import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import type { Queryable, Sql } from '../../platform/database/queryable.js';
import type { IssueRow } from './issue.lifecycle.js';
import type { IssueAction } from './issue.transitions.js';

/** True when the caller could take the action now, beyond what the transition table says. */
export type ActionRule = (db: Queryable, issue: IssueRow, caller: Caller) => Promise<boolean>;

/** The same as a condition on `issues AS i`, for lists of what somebody may do. */
export type ActionCondition = (caller: Caller) => Sql;

interface NamedRule {
  readonly passes: ActionRule;
  readonly condition: ActionCondition | undefined;
}

/**
 * Narrows `allowedActions` by what only upper rooms know (whose review step it is, whether an
 * application is pending). Rooms add their rules at start; issues never knows who they are.
 */
@Injectable()
export class IssueActionRules {
  private readonly rules = new Map<IssueAction, NamedRule[]>();

  /** @param condition needed for the actions that lists find (`issue.my-step.ts`). */
  add(action: IssueAction, passes: ActionRule, condition?: ActionCondition): void {
    this.rules.set(action, [...(this.rules.get(action) ?? []), { passes, condition }]);
  }

  /** Every rule of an action as a condition on `issues AS i`. */
  conditions(action: IssueAction, caller: Caller): Sql[] {
    return (this.rules.get(action) ?? []).map(({ condition }) => {
      if (!condition) throw new Error(`A rule of ${action} cannot be asked of a list`);
      return condition(caller);
    });
  }

  /** The actions that pass every rule, in the order given. */
  async refine(
    db: Queryable,
    actions: readonly IssueAction[],
    issue: IssueRow,
    caller: Caller,
  ): Promise<IssueAction[]> {
    if (!actions.some((action) => this.rules.has(action))) return [...actions];
    const asked = await facingRecord(db, caller, issue.id);
    const kept: IssueAction[] = [];
    for (const action of actions) {
      if (await this.passes(db, action, issue, asked)) kept.push(action);
    }
    return kept;
  }

  private async passes(
    db: Queryable,
    action: IssueAction,
    issue: IssueRow,
    caller: Caller,
  ): Promise<boolean> {
    for (const rule of this.rules.get(action) ?? []) {
      if (!(await rule.passes(db, issue, caller))) return false;
    }
    return true;
  }
}
