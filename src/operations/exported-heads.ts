import { HeadBook, headsFolderOf } from '../platform/audit/head-book.js';
import { readHeadLines, type ReadHeads } from '../platform/audit/head-lines.js';
import { HeadSigner } from '../platform/audit/head-signer.js';
import type { Config } from '../platform/config/config.js';
import { type CheckResult, result } from './fault.js';
import { openKeys } from './keys-place.js';

/** What is known of the place's audit chains outside its database. @throws {OperationError} without keys */
export async function exportedHeads(config: Config): Promise<ReadHeads> {
  const signer = new HeadSigner(openKeys(config));
  const book = new HeadBook(headsFolderOf(config), signer.publicKeyPem);
  return readHeadLines(await book.text(), signer);
}

/** Whether the lines themselves can be believed. */
export function headLines({ lines, newestAt, faults }: ReadHeads): CheckResult {
  // A power cut may break a line off; it then proves nothing, and accuses nobody.
  const broken = faults.filter(({ reason }) => reason === 'UNREADABLE').length;
  const looked = [
    `${lines} lines`,
    ...(newestAt === null ? [] : [`newest ${newestAt}`]),
    ...(broken === 0 ? [] : [`${broken} broken off`]),
  ];
  return result(
    'exported heads',
    looked.join(', '),
    faults
      .filter(({ reason }) => reason === 'BAD_SIGNATURE')
      .map(({ line }) => ({
        place: `line ${line}`,
        message: 'was changed, or signed with another key',
      })),
  );
}
