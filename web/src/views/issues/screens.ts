import type { RouteRecordRaw } from 'vue-router';

const IN_LEDGER = [{ label: '整改台账' }];
const IN_ISSUES = [...IN_LEDGER, { label: '问题清单', to: '/issues' }];

export const ISSUE_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'issues',
    component: () => import('./IssueList.vue'),
    meta: { title: '问题清单', crumbs: IN_LEDGER, permissions: ['issue.read'] },
  },
  {
    path: 'issues/new',
    component: () => import('./entry/NewIssue.vue'),
    meta: { title: '登记问题', crumbs: IN_ISSUES, permissions: ['issue.create'] },
  },
  {
    path: 'issues/:id/edit',
    component: () => import('./entry/EditIssue.vue'),
    meta: { title: '修改问题', crumbs: IN_ISSUES, permissions: ['issue.edit'] },
  },
  {
    path: 'issues/:id',
    component: () => import('./detail/IssueDetail.vue'),
    meta: { title: '问题详情', crumbs: IN_ISSUES, permissions: ['issue.read'] },
  },
];
