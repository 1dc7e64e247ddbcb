import type { RouteRecordRaw } from 'vue-router';

const REPORTING = { label: '报送通报' };
const IN_REPORTS = [REPORTING, { label: '台账报送', to: '/reports' }];
const IN_CONSOLIDATIONS = [REPORTING, { label: '逐级汇总', to: '/consolidations' }];
const permissions = ['report.read'];

export const REPORTING_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'reports',
    component: () => import('./schedule/ReportList.vue'),
    meta: { title: '台账报送', crumbs: [REPORTING], permissions },
  },
  {
    path: 'reports/calendar',
    component: () => import('./schedule/ReportCalendar.vue'),
    meta: { title: '报送日历', crumbs: IN_REPORTS, permissions },
  },
  {
    path: 'reports/shifts',
    component: () => import('./schedule/ShiftList.vue'),
    meta: { title: '顺延通知', crumbs: IN_REPORTS, permissions },
  },
  {
    path: 'reports/punctuality',
    component: () => import('./schedule/ReportPunctuality.vue'),
    meta: { title: '报送及时率', crumbs: IN_REPORTS, permissions: ['statistics.read'] },
  },
  {
    path: 'reports/:id',
    component: () => import('./report/ReportDetail.vue'),
    meta: { title: '报告', crumbs: IN_REPORTS, permissions },
  },
  {
    path: 'consolidations',
    component: () => import('./consolidation/ConsolidationList.vue'),
    meta: { title: '逐级汇总', crumbs: [REPORTING], permissions },
  },
  {
    path: 'consolidations/new',
    component: () => import('./consolidation/ConsolidationPreview.vue'),
    meta: { title: '汇总', crumbs: IN_CONSOLIDATIONS, permissions: ['report.consolidate'] },
  },
  {
    path: 'consolidations/:id',
    component: () => import('./consolidation/ConsolidationDetail.vue'),
    meta: { title: '汇总表', crumbs: IN_CONSOLIDATIONS, permissions },
  },
];
