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
    path: 'issues/:id/plan',
    component: () => import('./plan/PlanPage.vue'),
    meta: { title: '填写整改方案', crumbs: IN_ISSUES, permissions: ['plan.edit'] },
  },
  {
    path: 'issues/:id/closure',
    component: () => import('./closure/ClosurePage.vue'),
    meta: { title: '申请销号', crumbs: IN_ISSUES, permissions: ['closure.apply'] },
  },
  {
    path: 'issues/:id',
    component: () => import('./detail/IssueDetail.vue'),
    meta: { title: '问题详情', crumbs: IN_ISSUES, permissions: ['issue.read'] },
  },
  {
    path: 'imports',
    component: () => import('./imports/ImportList.vue'),
    meta: { title: '批量导入', crumbs: IN_ISSUES, permissions: ['issue.create'] },
  },
  {
    path: 'imports/:id',
    component: () => import('./imports/ImportDetail.vue'),
    meta: {
      title: '导入检查',
      crumbs: [...IN_ISSUES, { label: '批量导入', to: '/imports' }],
      permissions: ['issue.create'],
    },
  },
  {
    path: 'tasks',
    component: () => import('./TaskList.vue'),
    meta: { title: '任务清单', crumbs: IN_LEDGER, permissions: ['issue.read'] },
  },
  {
    path: 'responsibilities',
    component: () => import('./ResponsibilityList.vue'),
    meta: { title: '责任清单', crumbs: IN_LEDGER, permissions: ['issue.read'] },
  },
];
