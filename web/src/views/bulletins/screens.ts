import type { RouteRecordRaw } from 'vue-router';

const ROOM = [{ label: '报送通报' }];
const CASES = [...ROOM, { label: '典型案例', to: '/cases' }];
const BULLETINS = [...ROOM, { label: '通报编印', to: '/bulletins' }];
const FOLLOW_UPS = [...ROOM, { label: '通报反馈', to: '/follow-ups' }];

export const BULLETIN_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'cases',
    component: () => import('./cases/CaseList.vue'),
    meta: { title: '典型案例', crumbs: ROOM, permissions: ['case.read'] },
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
  {
    path: 'bulletins',
    component: () => import('./bulletin/BulletinList.vue'),
    meta: { title: '通报编印', crumbs: ROOM, permissions: ['bulletin.read'] },
  },
  {
    path: 'bulletins/new',
    component: () => import('./bulletin/BulletinNew.vue'),
    meta: { title: '编排通报', crumbs: BULLETINS, permissions: ['bulletin.compose'] },
  },
  {
    path: 'bulletins/:id',
    props: true,
    component: () => import('./bulletin/BulletinDetail.vue'),
    meta: { title: '通报详情', crumbs: BULLETINS, permissions: ['bulletin.read'] },
  },
  {
    path: 'bulletins/:id/edit',
    props: true,
    component: () => import('./bulletin/BulletinEdit.vue'),
    meta: { title: '修改通报', crumbs: BULLETINS, permissions: ['bulletin.compose'] },
  },
  {
    path: 'follow-ups',
    component: () => import('./follow-ups/FollowUpList.vue'),
    meta: { title: '通报反馈', crumbs: ROOM, permissions: ['bulletin.read'] },
  },
  {
    path: 'follow-ups/:id',
    props: true,
    component: () => import('./follow-ups/FollowUpDetail.vue'),
    meta: { title: '自查情况', crumbs: FOLLOW_UPS, permissions: ['bulletin.read'] },
  },
  {
    path: 'documents',
    component: () => import('./papers/QuarterlyPapers.vue'),
    meta: {
      title: '通报和总结',
      crumbs: ROOM,
      permissions: ['bulletin.read', 'report.read'],
    },
  },
];
