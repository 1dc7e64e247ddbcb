import type { RouteRecordRaw } from 'vue-router';

const CASES = [{ label: '报送通报' }, { label: '典型案例', to: '/cases' }];

export const BULLETIN_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'cases',
    component: () => import('./cases/CaseList.vue'),
    meta: { title: '典型案例', crumbs: [{ label: '报送通报' }], permissions: ['case.read'] },
  },
  {
    path: 'cases/new',
    component: () => import('./cases/CaseNew.vue'),
    meta: { title: '起草案例', crumbs: CASES, permissions: ['case.edit'] },
  },
  {
    path: 'cases/hand-overs',
    component: () => import('./cases/HandOverList.vue'),
    meta: { title: '上报与接收', crumbs: CASES, permissions: ['case.read'] },
  },
  {
    path: 'cases/:id',
    props: true,
    component: () => import('./cases/CaseDetail.vue'),
    meta: { title: '案例详情', crumbs: CASES, permissions: ['case.read'] },
  },
  {
    path: 'cases/:id/edit',
    props: true,
    component: () => import('./cases/CaseEdit.vue'),
    meta: { title: '修改案例', crumbs: CASES, permissions: ['case.edit'] },
  },
  {
    path: 'cases/:id/masking',
    props: true,
    component: () => import('./cases/MaskingView.vue'),
    meta: { title: '称谓预览', crumbs: CASES, permissions: ['case.read'] },
  },
];
