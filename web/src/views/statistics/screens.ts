import type { RouteRecordRaw } from 'vue-router';

export const STATISTICS_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'dashboard',
    component: () => import('./DashboardView.vue'),
    meta: { title: '领导驾驶舱', crumbs: [{ label: '工作台' }], permissions: ['statistics.read'] },
  },
  {
    path: 'statistics/rows',
    component: () => import('./StatisticsRows.vue'),
    meta: {
      title: '指标明细',
      crumbs: [{ label: '工作台' }, { label: '领导驾驶舱', to: '/dashboard' }],
      permissions: ['issue.read'],
    },
  },
];
