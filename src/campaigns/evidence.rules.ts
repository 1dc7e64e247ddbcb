import type { EvidenceType } from './codes/issue-codes.js';
import {
  type CategoryReference,
  groupOfCategory,
  type ProblemCategory,
} from './codes/problem-category.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';
import { defaultEvidence } from './definition/default-evidence.js';
import { EvidenceGroup, type EvidenceRule } from './definition/parameters.js';

const DEFAULTS = defaultEvidence();

/** Where neither the definition nor the defaults know the category, something must be attached. */
const ANY_EVIDENCE: readonly EvidenceGroup[] = [
  Object.assign(new EvidenceGroup(), {
    label: '佐证材料',
    anyOf: ['DOC', 'APPROVAL', 'SURVEY', 'PHOTO_AFTER', 'MATCH_REPORT', 'RULE', 'OTHER'],
  }),
];

/**
 * What must be attached before an issue of the category may be struck off: all groups, of each group
 * any one type. The definition's own rule wins over the default, and a single category over its group.
 *
 * @param recoveryDue whether money must be recovered; groups that apply only then are left out
 *   otherwise.
 */
export function requiredEvidenceFor(
  definition: Pick<CampaignDefinition, 'requiredEvidence'>,
  category: ProblemCategory,
  recoveryDue = false,
): readonly EvidenceGroup[] {
  const group = groupOfCategory(category);
  const rule =
    find(definition.requiredEvidence, category) ??
    find(definition.requiredEvidence, group) ??
    find(DEFAULTS, category) ??
    find(DEFAULTS, group);
  const groups = rule?.allOf ?? ANY_EVIDENCE;
  return groups.filter((candidate) => recoveryDue || !candidate.onlyIfRecoveryDue);
}

/** The groups that none of the attached types satisfies. */
export function missingEvidence(
  required: readonly EvidenceGroup[],
  attached: readonly EvidenceType[],
): readonly EvidenceGroup[] {
  return required.filter((group) => !group.anyOf.some((type) => attached.includes(type)));
}

function find(rules: readonly EvidenceRule[], category: CategoryReference) {
  return rules.find((rule) => rule.categories.includes(category));
}
