import type { FieldFault } from '../../platform/http/problem.js';
import type { BulletinStatus } from './bulletin.codes.js';
import type { TextChange } from './bulletin.entity.js';

export interface NoticeFacts {
  readonly status: BulletinStatus;
  readonly withdrawn: boolean;
  /** Everything the named bulletin says. */
  readonly text: string;
  readonly changes: readonly TextChange[];
}

/** What keeps a correction or withdrawal from going out: it must fit the bulletin that it names. */
export function noticeFaults({ status, withdrawn, text, changes }: NoticeFacts): FieldFault[] {
  const faults: FieldFault[] = [];
  if (status !== 'ISSUED') {
    const message = '只有已经印发的通报才能更正、撤回';
    faults.push({ path: 'targetId', code: 'NOT_ISSUED', message });
  }
  if (withdrawn) {
    faults.push({ path: 'targetId', code: 'WITHDRAWN', message: '该通报已经撤回' });
  }
  const plain = text.replace(/\s/g, '');
  for (const [index, { before, after }] of changes.entries()) {
    if (!plain.includes(before.replace(/\s/g, ''))) {
      const message = '原通报中没有这段文字，请照原文填写';
      faults.push({ path: `changes[${index}].before`, code: 'NOT_IN_TEXT', message });
    } else if (before === after) {
      const message = '更正后的文字与原文相同';
      faults.push({ path: `changes[${index}].after`, code: 'UNCHANGED', message });
    }
  }
  return faults;
}
