import type { RouteRecordRaw } from 'vue-router';

const IN_LEDGER = [{ label: '整改台账' }];
const FROM_CLOSURES = [...IN_LEDGER, { label: '销号审核', to: '/closures' }];
const READERS = ['issue.read'];
const FIGURES = ['statistics.read'];

export const LEDGER_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'ledger',
    component: () => import('./LedgerList.vue'),
    meta: { title: '整改台账', permissions: READERS },
  },
  {
    path: 'ledger/balance',
    component: () => import('./LedgerBalance.vue'),
    meta: { title: '对账数', crumbs: [{ label: '整改台账', to: '/ledger' }], permissions: FIGURES },
  },
  {
    path: 'ledger/counts',
    component: () => import('./LedgerCounts.vue'),
    meta: {
      title: '状态计数',
      crumbs: [{ label: '整改台账', to: '/ledger' }],
      permissions: FIGURES,
    },
  },
  {
    path: 'reconciliation',
    component: () => import('./ReconciliationView.vue'),
    meta: { title: '对账', crumbs: IN_LEDGER, permissions: READERS },
  },
  {
    path: 'closures',
    component: () => import('./closures/ClosureQueue.vue'),
    meta: { title: '销号审核', crumbs: IN_LEDGER, permissions: READERS },
  },
  {
    path: 'closures/:id',
    component: () => import('./closures/ClosureReview.vue'),
    meta: { title: '销号审核单', crumbs: FROM_CLOSURES, permissions: READERS },
  },
];
