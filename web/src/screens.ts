import type { RouteRecordRaw } from 'vue-router';
import { ADMINISTRATION_SCREENS } from './views/administration/screens';
import { HELP_SCREENS } from './views/help/screens';
import { HOME_SCREENS } from './views/home/screens';
import { ISSUE_SCREENS } from './views/issues/screens';
import { LEDGER_SCREENS } from './views/ledger/screens';
import { REPORTING_SCREENS } from './views/reporting/screens';
import { STATISTICS_SCREENS } from './views/statistics/screens';
import { SUPERVISION_SCREENS } from './views/supervision/screens';
import { BULLETIN_SCREENS } from './views/bulletins/screens';

/** Every screen inside the shell; each folder of `views` lists its own. */
export const SCREENS: readonly RouteRecordRaw[] = [
  ...HOME_SCREENS,
  ...ISSUE_SCREENS,
  ...LEDGER_SCREENS,
  ...SUPERVISION_SCREENS,
  ...REPORTING_SCREENS,
  ...BULLETIN_SCREENS,
  ...STATISTICS_SCREENS,
  ...ADMINISTRATION_SCREENS,
  ...HELP_SCREENS,
];
