import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import request from 'supertest';
import type { TestApp, TestUser } from '../support/app.js';
import { FINDING } from '../support/issues.js';
import { pdf } from './file-samples.js';

const BOUNDARY = 'evidence-test-boundary';

export interface FilePart {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the client claims; the server must not believe it. */
  readonly mime?: string;
}

export type Part = readonly [field: string, value: string | FilePart];

let serial = 0;

/** A PDF that no other test has uploaded. */
export const freshPdf = (): Buffer => pdf(`% ${(serial += 1)}\n%%EOF\n`);

export const filePart = (name: string, bytes: Buffer): Part => ['file', { name, bytes }];

/** Registers a finding that 青禾镇 answers for; returns the issue's id. */
export async function newIssue(app: TestApp, campaignId: string, over = {}): Promise<string> {
  const clerk = await app.as('div.clerk');
  const finding = { ...FINDING, campaignId, responsibleUnitId: app.units.qinghe, ...over };
  const answer = await clerk.post('/issues?register=true', finding).expect(201);
  return (answer.body as { id: string }).id;
}

/** A multipart body with the parts in the order given. */
export function form(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(([field, value]) => {
    const file = typeof value === 'string' ? undefined : value;
    const name = file ? `; filename="${file.name.replaceAll('"', '%22')}"` : '';
    const type = file ? `Content-Type: ${file.mime ?? 'application/octet-stream'}\r\n` : '';
    return [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${name}\r\n`),
      Buffer.from(`${type}\r\n`),
      file ? file.bytes : Buffer.from(value as string),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** Sends the parts to an issue's evidence. */
export function upload(
  app: TestApp,
  user: TestUser,
  issueId: string,
  parts: readonly Part[],
): request.Test {
  return user
    .with(request(app.server).post(`/api/issues/${issueId}/evidence`))
    .set('content-type', `multipart/form-data; boundary=${BOUNDARY}`)
    .send(form(parts));
}

/** Everything below the data directory that is neither database nor key, relative to it. */
export function filesOf(app: TestApp): string[] {
  return readdirSync(app.place.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(app.place.dir.length + 1))
    .filter((path) => !path.startsWith('xiaohao.sqlite') && path !== 'keys.json')
    .sort();
}

const incomingOf = (app: TestApp): string[] =>
  filesOf(app).filter((path) => path.startsWith(join('objects', 'incoming')));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

/** Begins an upload, waits until the server has some of it on disk, and cuts the connection. */
export async function breakOff(
  app: TestApp,
  issueId: string,
  authorization: string,
): Promise<void> {
  const { port } = app.server.address() as AddressInfo;
  const body = form([
    ['type', 'DOC'],
    ['file', { name: 'a.pdf', bytes: Buffer.alloc(1_500_000, 0x20) }],
  ]);
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST /api/issues/${issueId}/evidence HTTP/1.1\r\nHost: localhost\r\n` +
      `Authorization: ${authorization}\r\nContent-Length: ${body.length}\r\n` +
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\n\r\n`,
  );
  socket.write(body.subarray(0, 600_000));
  await until(() => incomingOf(app).length > 0);
  socket.destroy();
  await until(() => incomingOf(app).length === 0);
}
