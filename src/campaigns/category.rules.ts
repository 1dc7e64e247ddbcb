import {
  CATEGORY_GROUP,
  type CategoryGroup,
  type CategoryReference,
  expandCategory,
  groupOfCategory,
  PROBLEM_CATEGORY,
  type ProblemCategory,
} from './codes/problem-category.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';

export interface CategoryEntry {
  readonly code: ProblemCategory;
  /** The campaign's own name, else the general one. */
  readonly label: string;
  readonly group: CategoryGroup;
  readonly groupLabel: string;
}

/** The single categories of a campaign in the order of the code list, each once. */
export function categoriesOf({
  categories,
}: Pick<CampaignDefinition, 'categories'>): readonly CategoryEntry[] {
  const used = new Set(categories.flatMap(({ code }) => expandCategory(code)));
  const labels = new Map<CategoryReference, string | undefined>(
    categories.map(({ code, label }) => [code, label]),
  );
  return PROBLEM_CATEGORY.codes
    .filter((code) => used.has(code))
    .map((code) => {
      const group = groupOfCategory(code);
      return {
        code,
        label: labels.get(code) ?? PROBLEM_CATEGORY.labels[code],
        group,
        groupLabel: labels.get(group) ?? CATEGORY_GROUP.labels[group],
      };
    });
}
