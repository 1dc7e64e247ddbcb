import { Platform1700000001000 } from './0001-platform.js';
import { Identity1700000002000 } from './0002-identity.js';
import { Campaigns1700000003000 } from './0003-campaigns.js';
import { Issues1700000004000 } from './0004-issues.js';
import { Evidence1700000005000 } from './0005-evidence.js';
import { Plans1700000006000 } from './0006-plans.js';
import { Closure1700000007000 } from './0007-closure.js';
import { Reporting1700000008000 } from './0008-reporting.js';
import { ReportInstances1700000009000 } from './0009-report-instances.js';
import { Notifications1700000010000 } from './0010-notifications.js';
import { Cases1700000011000 } from './0011-cases.js';
import { Messaging1700000012000 } from './0012-messaging.js';
import { Supervision1700000013000 } from './0013-supervision.js';
import { JobsImports1700000014000 } from './0014-jobs-imports.js';
import { IssueStates1700000015000 } from './0015-issue-states.js';
import { Schedule1700000016000 } from './0016-schedule.js';
import { ReportLife1700000017000 } from './0017-report-life.js';
import { CaseStamps1700000019000 } from './0019-case-stamps.js';
import { JobOwners1700000020000 } from './0020-job-owners.js';
import { UiPreferences1700000021000 } from './0021-ui-preferences.js';
import { StandardChecks1700000022000 } from './0022-standard-checks.js';
import { IssuePersons1700000023000 } from './0023-issue-persons.js';
import { SecondFactor1700000024000 } from './0024-second-factor.js';
import { Delegations1700000025000 } from './0025-delegations.js';
import { AuditOrder1700000027000 } from './0027-audit-order.js';
import { SessionSecondFactor1700000028000 } from './0028-session-second-factor.js';

/** Every migration in order. One set for both engines; never edited once released. */
export const MIGRATIONS = [
  Platform1700000001000,
  Identity1700000002000,
  Campaigns1700000003000,
  Issues1700000004000,
  Evidence1700000005000,
  Plans1700000006000,
  Closure1700000007000,
  Reporting1700000008000,
  ReportInstances1700000009000,
  Notifications1700000010000,
  Cases1700000011000,
  Messaging1700000012000,
  Supervision1700000013000,
  JobsImports1700000014000,
  IssueStates1700000015000,
  Schedule1700000016000,
  ReportLife1700000017000,
  CaseStamps1700000019000,
  JobOwners1700000020000,
  UiPreferences1700000021000,
  StandardChecks1700000022000,
  IssuePersons1700000023000,
  SecondFactor1700000024000,
  Delegations1700000025000,
  AuditOrder1700000027000,
  SessionSecondFactor1700000028000,
];
