import {
  bureauOfCaller,
  type Caller,
  type PlaceKey,
  type Policy,
  standsWithin,
  worksFor,
} from './policy.js';

/** Which of a record's units a step asks the permission for; `worker`: and the caller works for it. */
export type Side = 'any' | 'registrar' | 'handler' | 'bureau' | 'above' | 'receiver' | 'worker';

/** All records of the matrix are 青禾镇's, logged by 救助科 in a campaign of the bureau of 安澜区. */
const SIDES: Readonly<Record<Exclude<Side, 'receiver'>, readonly PlaceKey[]>> = {
  any: ['anlan', 'rescue', 'qinghe'],
  registrar: ['rescue'],
  handler: ['qinghe'],
  worker: ['qinghe'],
  bureau: ['anlan'],
  above: ['city'],
};

/** The permission reaches the side of the record that takes the step. */
export function mayAct(policy: Policy, caller: Caller, action: string, side: Side): boolean {
  // Who receives reports does so for whom he works, wherever the reporter stands.
  if (side === 'receiver') return policy.has(caller, action) && worksFor(caller, 'anlan');
  if (side === 'worker' && !worksFor(caller, 'qinghe')) return false;
  return policy.coversAny(caller, action, SIDES[side]);
}

const issueSeen =
  (action: string): Sight =>
  (policy, caller) =>
    policy.coversAny(caller, action, SIDES.any);

type Sight = (policy: Policy, caller: Caller & { username: string }) => boolean;

/** For whom a record of a kind exists at all: one sentence of the domain each. */
export function sightsFor(owner: string, deputy: string): Readonly<Record<string, Sight>> {
  const own: Sight = (_policy, { username }) => username === owner;
  const administrators =
    (action: string): Sight =>
    (policy, caller) =>
      policy.has(caller, action);
  return {
    issue: issueSeen('issue.read'),
    task: issueSeen('issue.read'),
    application: issueSeen('issue.read'),
    extension: issueSeen('issue.read'),
    evidence: issueSeen('evidence.read'),
    unit: (policy, caller) => policy.covers(caller, 'unit.read', 'qinghe'),
    // A campaign binds everybody below the bureau that runs it.
    campaign: (policy, caller) =>
      policy.covers(caller, 'campaign.read', 'anlan') ||
      (policy.has(caller, 'campaign.read') && standsWithin(caller, 'anlan')),
    named: () => true,
    // The reporter's side, and the people of the unit that receives it.
    report: (policy, caller) =>
      policy.covers(caller, 'report.read', 'qinghe') ||
      (policy.has(caller, 'report.review') && worksFor(caller, 'anlan')),
    consolidation: (policy, caller) =>
      policy.covers(caller, 'report.read', 'anlan') ||
      (policy.has(caller, 'report.read') && worksFor(caller, 'anlan')),
    case: (policy, caller) => policy.covers(caller, 'case.read', 'anlan'),
    handOver: (policy, caller) => policy.coversAny(caller, 'case.read', ['anlan', 'city']),
    // Issued ones are read in the bureau, above it and by everybody below it.
    bulletin: (policy, caller) =>
      policy.covers(caller, 'bulletin.read', 'anlan') ||
      (policy.has(caller, 'bulletin.read') && standsWithin(caller, 'anlan')),
    followUp: (policy, caller) => policy.covers(caller, 'bulletin.read', 'qinghe'),
    // The issuing bureau and those above it, and the units that it is addressed to.
    notice: (policy, caller) =>
      policy.coversAny(caller, 'notice.read', ['anlan', 'qinghe', 'finance']) ||
      (policy.has(caller, 'notice.draft') && bureauOfCaller(caller) === 'anlan'),
    measure: (policy, caller) => policy.covers(caller, 'notice.read', 'anlan'),
    // The two people of it, and who sets them up for others.
    delegation: (policy, caller) =>
      [owner, deputy].includes(caller.username) || policy.has(caller, 'delegation.manage'),
    import: own,
    job: own,
    notification: own,
    outbox: administrators('outbox.read'),
    webhook: administrators('webhook.manage'),
    user: administrators('user.read'),
  };
}
