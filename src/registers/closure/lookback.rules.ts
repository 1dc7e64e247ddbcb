import { FAILED_LOOKBACKS, type LookbackResult } from './closure.codes.js';
import { conflict, type Problem } from '../../platform/http/problem.js';

const SOLID_LOOKBACKS_TO_ARCHIVE = 2;

/** What decides about the way on; the checks of the current round in their order. */
export interface LookbackFacts {
  readonly results: readonly string[];
  readonly campaignEnded: boolean;
  readonly windowOver: boolean;
}

/** True for 不彻底, 虚假整改 and 反弹. */
export const isFailed = (result: string | undefined): boolean =>
  result !== undefined && FAILED_LOOKBACKS.includes(result as LookbackResult);

/**
 * Why a closed issue may not be archived (T24): not while the latest check found it wanting; otherwise
 * after enough solid checks, the lookback window or the campaign's end.
 */
export function archiveObstacle(facts: LookbackFacts): Problem | undefined {
  if (isFailed(facts.results.at(-1))) {
    return conflict(
      'LOOKBACK_FAILED',
      '最近一次回头看没有通过，不能归档；请重新挂账，或复查巩固后再归档。',
    );
  }
  const solid = facts.results.filter((result) => result === 'SOLID').length;
  const ripe = facts.campaignEnded || facts.windowOver || solid >= SOLID_LOOKBACKS_TO_ARCHIVE;
  return ripe ? undefined : conflict('LOOKBACK_OPEN', '回头看期限未满，暂不能归档。');
}
