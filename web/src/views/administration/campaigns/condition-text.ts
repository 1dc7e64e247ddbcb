import type { Schemas } from '@/api/client';
import { useDictionary } from '@/api/dictionary';

type Condition = Schemas['ClosureCondition'];

const GROUP = /^[A-Z]$/;

/** Conditions of the closure policy as an official would say them. */
export function useConditionText(): {
  textOfAny: (conditions: readonly Condition[]) => string;
  categoryName: (code: string) => string;
} {
  const { label } = useDictionary();
  const categoryName = (code: string): string =>
    GROUP.test(code) ? `${label('CategoryGroup', code)}（全部）` : label('ProblemCategory', code);
  const names = (list: string, codes: readonly string[]): string =>
    codes.map((code) => label(list, code)).join('或');

  /** All parts of one condition hold together. */
  function textOf(condition: Condition): string {
    const { severities, natures, scopes, categories, sources, sourceLevels } = condition;
    const parts = [
      ...(severities?.length ? [`程度为${names('Severity', severities)}`] : []),
      ...(natures?.length ? [`性质为${names('IssueNature', natures)}`] : []),
      ...(scopes?.length ? [names('IssueScope', scopes)] : []),
      ...(categories?.length ? [`类别为${categories.map(categoryName).join('或')}`] : []),
      ...(sources?.length ? [`来源为${names('ProblemSource', sources)}`] : []),
      ...(sourceLevels?.length ? [`来源层级为${names('SourceLevel', sourceLevels)}`] : []),
      ...yesNo(condition.upperSource, '来自上级机关', '不是来自上级机关'),
      ...yesNo(condition.registeredByTown, '由镇街自查建账', '不是镇街自查建账'),
      ...yesNo(condition.fundThresholdReached, '涉及金额达到资金阈值', '涉及金额未达资金阈值'),
      ...yesNo(condition.key, '重点督办', '非重点督办'),
    ];
    return parts.join('且');
  }
  return { categoryName, textOfAny: (conditions) => conditions.map(textOf).join('；或') };
}

function yesNo(value: boolean | undefined, yes: string, no: string): string[] {
  if (value === undefined) return [];
  return [value ? yes : no];
}
