import { SUPERVISE_LEVEL, type SuperviseLevel } from '../codes/issue-codes.js';
import type { Escalation, EscalationStep } from './escalation.js';
import type { Entry, Faults } from './faults.js';

/** Severity of a level, to compare two. */
export const rankOf = (level: SuperviseLevel): number => SUPERVISE_LEVEL.codes.indexOf(level);

/** Faults between the fields of the ladder: a later step must be a higher and a later one. */
export function checkEscalation(escalation: Escalation, faults: Faults): void {
  checkSteps(escalation, faults);
  const consequences = faults.intact('escalation.consequences', escalation.consequences ?? []);
  faults.duplicates(
    consequences.map(({ item, path }) => ({ path: `${path}.measure`, value: item.measure })),
    '督办措施',
  );
  faults.duplicates(
    consequences.map(({ item, path }) => ({
      path: `${path}.redNotices`,
      value: String(item.redNotices),
    })),
    '红色督办单份数',
  );
}

function checkSteps({ steps }: Escalation, faults: Faults): void {
  const entries = faults.intact('escalation.steps', steps ?? []);
  faults.duplicates(
    entries.map(({ item, path }) => ({ path: `${path}.level`, value: item.level })),
    '督办等级',
  );
  entries.slice(1).forEach((entry, index) => {
    const before = entries[index];
    if (before) checkOrder(before.item, entry, faults);
  });
}

function checkOrder(
  before: EscalationStep,
  { item, path }: Entry<EscalationStep>,
  faults: Faults,
): void {
  if (rankOf(item.level) < rankOf(before.level)) {
    faults.add(`${path}.level`, 'OUT_OF_ORDER', '升级步骤应按蓝、黄、红的顺序排列');
    return;
  }
  if (item.level === before.level) return;
  if (item.daysAfter <= before.daysAfter) {
    faults.add(`${path}.daysAfter`, 'OUT_OF_ORDER', '后一级的超期天数应多于前一级');
  }
  const [earlier, now] = [before.earlierNotices, item.earlierNotices];
  if (earlier !== undefined && now !== undefined && now <= earlier) {
    const message = '后一级的已发份数应多于前一级';
    faults.add(`${path}.earlierNotices`, 'OUT_OF_ORDER', message);
  }
}
