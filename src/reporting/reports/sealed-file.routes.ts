import { applyDecorators, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import type { Action } from '../../identity/permissions.js';

/** `GET` of a made file; browsers may keep it, but ask again before they show it. */
const SealedFile = (path: string, mime: string, summary: string, action: Action) =>
  applyDecorators(
    Requires(action),
    Get(path),
    Header('Cache-Control', 'private, no-cache'),
    ApiOperation({ summary }),
    ApiProduces(mime),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );

/** `GET` of a sealed version in one of its forms. */
export const VersionFile = (ending: string, mime: string, summary: string, action: Action) =>
  SealedFile(`:id/versions/:versionNo.${ending}`, mime, summary, action);

/** `GET` of a paper that goes with a report. */
export const Paper = (path: string, summary: string, action: Action) =>
  SealedFile(path, MIME_OF.pdf, summary, action);

/** The snapshot as it was sealed, byte for byte, so that its digest can be checked outside. */
export const sealedText = (snapshot: string): StreamableFile =>
  new StreamableFile(Buffer.from(snapshot, 'utf8'), { type: 'application/json; charset=utf-8' });
