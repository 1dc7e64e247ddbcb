import type { ReportRule } from '../../campaigns/definition/report-rule.js';

/**
 * What a rule asks for besides the due day, as it stood when the period opened. A later change of the
 * rule asks nothing new of a report that is already owed.
 */
export interface ReportTerms {
  readonly name: string;
  /** 原则上: reminded of, never late. */
  readonly soft: boolean;
  readonly nilRequired: boolean;
  readonly leaderSign: boolean;
  readonly seal: boolean;
  readonly paper: boolean;
  readonly attachments: readonly string[];
  /** Codes of the rules whose reports from below must be accepted first. */
  readonly dependsOn: readonly string[];
  /** Days before the due day on which people are reminded. */
  readonly reminders: readonly number[];
}

/** @param defaultReminders the campaign's own, for rules that name none. */
export function termsOf(rule: ReportRule, defaultReminders: readonly number[]): ReportTerms {
  const { name, soft, nilRequired, signoff, attachments, dependsOn } = rule;
  const { leaderSign, seal, paper } = signoff;
  const reminders = rule.reminders ?? defaultReminders;
  return { name, soft, nilRequired, leaderSign, seal, paper, attachments, dependsOn, reminders };
}
