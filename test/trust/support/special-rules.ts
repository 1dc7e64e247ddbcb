import { type Caller, type Policy, standsWithin, worksFor } from './policy.js';
import type { RouteRule } from './route-rules.js';

interface SpecialRule {
  readonly routes: RegExp;
  readonly may: (policy: Policy, caller: Caller) => boolean;
  /** The answer to all others whom table and relation would let pass. */
  readonly otherwise: 403 | 404;
  readonly reason: string;
}

const at = ({ role, at: place }: Caller): string => `${role}@${place ?? ''}`;
const nobody = (): boolean => false;

/** Rules of the domain on top of the permission table. They only narrow what it allows. */
export const SPECIAL_RULES: readonly SpecialRule[] = [
  {
    routes:
      /^(GET|POST) \/api\/(issues|tasks|evidence|closure-applications|extensions|notices|supervision-measures)\/:id/,
    may: (_policy, caller) => at(caller) !== 'VILLAGE_REPORTER@anlan',
    otherwise: 404,
    reason: 'own-unit scope reads what the unit logged or answers for, not all of the bureau',
  },
  {
    routes: /^GET \/api\/bulletins\/:id\/(archive\.pdf|sealed\.json)$/,
    may: (policy, caller) =>
      policy.covers(caller, 'case.read', 'anlan') ||
      policy.covers(caller, 'bulletin.review', 'anlan'),
    otherwise: 403,
    reason: 'the archive copy is for those who work on bulletins',
  },
  {
    routes: /^POST \/api\/closure-applications\/:id\/reviews$/,
    may: (_policy, caller) => ['TOWN_LEADER@qinghe', 'DIVISION_CHIEF@qinghe'].includes(at(caller)),
    otherwise: 403,
    reason: 'the step that waits (unit confirmation) belongs to the heads of the unit',
  },
  {
    routes: /^POST \/api\/evidence\/:id\/withdrawal$/,
    may: (_policy, caller) => caller.at === 'qinghe',
    otherwise: 403,
    reason: 'only the unit that gave evidence takes it back',
  },
  {
    routes: /^POST \/api\/issues\/:id\/void$/,
    may: (policy, caller) =>
      policy.has(caller, 'issue.void') || policy.covers(caller, 'issue.edit', 'rescue'),
    otherwise: 403,
    reason: 'without the permission to void only the registrar discards its drafts',
  },
  {
    routes: /^POST \/api\/delegations\/:id\/revocation$/,
    may: (_policy, caller) => at(caller) !== 'TOWN_LEADER@qinghe',
    otherwise: 403,
    reason: 'a deputy does not lay down by himself what was asked of him',
  },
  {
    routes: /^POST \/api\/users\/:id\/password-reset$/,
    may: (_policy, { role }) => role === 'SECURITY_ADMIN',
    otherwise: 403,
    reason: 'passwords of people who work already are the security administrator’s',
  },
  {
    routes: /^POST \/api\/issues$|^GET \/api\/issue-imports\/template\.xlsx$/,
    may: (_policy, caller) => standsWithin(caller, 'anlan'),
    otherwise: 404,
    reason: 'findings are added by units that the campaign binds',
  },
  {
    routes:
      /^GET \/api\/reports\/:id\/(reviews\/:seq\/notice|versions\/:versionNo\/(ledger|nil-report|correction))\.pdf$/,
    may: nobody,
    otherwise: 404,
    reason: 'this report was neither sent back nor corrected nor nil: there is no such paper',
  },
  {
    routes: /^POST \/api\/reports\/:id\/attachments/,
    may: (policy, caller) => policy.has(caller, 'report.correct'),
    otherwise: 403,
    reason: 'of an accepted report the signers alone change what belongs to it, by a correction',
  },
  {
    routes: /^GET \/api\/report-urges\/notice\.pdf$/,
    may: (_policy, caller) => worksFor(caller, 'anlan'),
    otherwise: 404,
    reason: 'who receives nothing in a campaign has nobody to urge',
  },
  {
    routes: /^POST \/api\/notices$/,
    may: (policy, caller) =>
      policy.covers(caller, 'notice.draft', 'anlan') ||
      !policy.covers(caller, 'campaign.read', 'anlan'),
    otherwise: 403,
    reason: 'a bureau above reads the campaign, and drafts no notices in it',
  },
];

export const specialRuleOf = (
  rule: RouteRule,
  policy: Policy,
  caller: Caller,
): SpecialRule | undefined =>
  SPECIAL_RULES.find(({ routes, may }) => routes.test(rule.route) && !may(policy, caller));
