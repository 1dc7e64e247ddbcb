import type { FieldFault } from '../../platform/http/problem.js';
import { isCode } from '../../platform/dictionary/code-list.js';
import { CATEGORY_REFERENCE, expandCategory } from '../codes/problem-category.js';
import type { CampaignDefinition } from './campaign-definition.js';
import { checkClosurePolicy } from './closure-policy.check.js';
import { checkEscalation } from './escalation.check.js';
import { Faults } from './faults.js';
import { checkReportRules } from './report-rule.check.js';
import type { CheckItem } from './tasks.js';

/**
 * All faults of a definition: those of single fields, which the caller found, and those between
 * fields: dates out of order, duplicate codes, references to nothing, review chains that cannot end,
 * due days that cannot be computed.
 */
export function checkDefinition(
  definition: CampaignDefinition,
  shape: readonly FieldFault[],
): readonly FieldFault[] {
  const faults = new Faults(shape);
  checkDates(definition, faults);
  checkCategories(definition, faults);
  checkTasks(definition, faults);
  checkEvidence(definition, faults);
  checkMilestones(definition, faults);
  checkLightRule(definition, faults);
  checkEscalation(definition.escalation, faults);
  checkClosurePolicy(definition.closurePolicy, faults);
  checkReportRules(definition.reportRules, faults);
  return faults.list;
}

function checkDates({ startsOn, endsOn }: CampaignDefinition, faults: Faults): void {
  if (!faults.isIntact('startsOn') || !faults.isIntact('endsOn')) return;
  if (endsOn < startsOn) {
    faults.add('endsOn', 'END_BEFORE_START', `结束日期${endsOn}早于开始日期${startsOn}`);
  }
}

function checkCategories({ categories }: CampaignDefinition, faults: Faults): void {
  const entries = faults
    .intact('categories', categories)
    .map(({ item, path }) => ({ path: `${path}.code`, value: item.code }));
  faults.duplicates(entries, '问题类别');
}

function checkTasks(definition: CampaignDefinition, faults: Faults): void {
  const known = knownCategories(definition);
  const ids: { path: string; value: string }[] = [];
  for (const task of faults.intact('tasks', definition.tasks)) {
    ids.push({ path: `${task.path}.id`, value: task.item.id });
    for (const { item, path } of faults.intact(`${task.path}.items`, task.item.items)) {
      ids.push({ path: `${path}.id`, value: item.id });
      checkItem(item, path, known, definition.startsOn, faults);
    }
  }
  faults.duplicates(ids, '编号');
}

function checkItem(
  item: CheckItem,
  path: string,
  known: ReadonlySet<string>,
  startsOn: string,
  faults: Faults,
): void {
  item.categories.forEach((category, index) => {
    if (expandCategory(category).some((code) => known.has(code))) return;
    const message = `问题类别“${category}”不在本专项的问题类别中`;
    faults.add(`${path}.categories[${index}]`, 'DANGLING_REFERENCE', message);
  });
  if (item.dueOn !== undefined && faults.isIntact('startsOn') && item.dueOn < startsOn) {
    faults.add(`${path}.dueOn`, 'BEFORE_START', `完成时限${item.dueOn}早于开始日期${startsOn}`);
  }
}

function knownCategories({ categories }: CampaignDefinition): ReadonlySet<string> {
  if (!Array.isArray(categories)) return new Set();
  const codes = categories.map((category) => (category as { code?: unknown } | null)?.code);
  return new Set(
    codes.flatMap((code) => (isCode(CATEGORY_REFERENCE, code) ? expandCategory(code) : [])),
  );
}

function checkEvidence({ requiredEvidence }: CampaignDefinition, faults: Faults): void {
  const entries = faults
    .intact('requiredEvidence', requiredEvidence)
    .flatMap(({ item, path }) =>
      item.categories.map((value, index) => ({ path: `${path}.categories[${index}]`, value })),
    );
  faults.duplicates(entries, '佐证规则的问题类别');
}

function checkMilestones({ milestones, startsOn }: CampaignDefinition, faults: Faults): void {
  const entries = faults.intact('milestones', milestones);
  faults.duplicates(
    entries.map(({ item, path }) => ({ path: `${path}.code`, value: item.code })),
    '节点编号',
  );
  if (!faults.isIntact('startsOn')) return;
  for (const { item, path } of entries) {
    if (item.dueOn >= startsOn) continue;
    faults.add(`${path}.dueOn`, 'BEFORE_START', `节点日期${item.dueOn}早于开始日期${startsOn}`);
  }
}

function checkLightRule({ lightRule }: CampaignDefinition, faults: Faults): void {
  if (!faults.isIntact('lightRule')) return;
  if (lightRule.lagRedPoints < lightRule.lagYellowPoints) {
    faults.add('lightRule.lagRedPoints', 'OUT_OF_ORDER', '亮红灯的落后幅度不能小于亮黄灯的幅度');
  }
}
