import type { RouteRecordRaw } from 'vue-router';

const IN_LEDGER = [{ label: '整改台账' }];

export const ISSUE_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'issues',
    component: () => import('./IssueList.vue'),
    meta: { title: '问题清单', crumbs: IN_LEDGER, permissions: ['issue.read'] },
  },
];
