import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueFields } from './issue.dto.js';
import type { IssueRow } from './issue.lifecycle.js';
import { consistencyFaults } from './issue.rules.js';

export interface DraftContext {
  readonly caller: Caller;
  readonly tree: UnitTree;
  readonly campaign: Pick<LoadedCampaign, 'hasCategory' | 'hasCheckItem'>;
  readonly today: string;
}

/**
 * What drafts must keep too: dates, counts, units and items that exist. `given` are the fields that were
 * filled in now; what stood there before is not asked again.
 */
export function draftFaults(
  row: Pick<IssueRow, 'bureauId' | 'foundOn' | 'householdCount' | 'personCount'>,
  given: Partial<IssueFields>,
  { caller, tree, campaign, today }: DraftContext,
): FieldFault[] {
  const faults = consistencyFaults(row, today);
  const unit = given.responsibleUnitId;
  if (unit && !tree.isWithin(unit, row.bureauId)) {
    faults.push({ path: 'responsibleUnitId', code: 'UNKNOWN_UNIT', message: '没有这个责任单位' });
  } else if (unit && !Scope.of(caller, 'issue.create', tree)?.covers(unit)) {
    // A town logs what it found in its own area; who else answers for an issue the bureau decides.
    const message = '只能登记本单位及下级负责整改的问题';
    faults.push({ path: 'responsibleUnitId', code: 'NOT_OWN_UNIT', message });
  }
  // An emptied field comes as null.
  if (given.category && !campaign.hasCategory(given.category)) {
    faults.push({
      path: 'category',
      code: 'NOT_IN_CAMPAIGN',
      message: '这类问题不在本次专项治理的范围内',
    });
  }
  if (given.checkItem && !campaign.hasCheckItem(given.checkItem)) {
    faults.push({ path: 'checkItem', code: 'NOT_IN_CAMPAIGN', message: '没有这个检查要点' });
  }
  return faults;
}
