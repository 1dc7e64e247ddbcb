import type { RouteRecordRaw } from 'vue-router';

const IN_SUPERVISION = [{ label: '督查督办', to: '/supervision' }];
const FROM_NOTICES = [...IN_SUPERVISION, { label: '督办单、交办单', to: '/notices' }];
const READERS = ['notice.read'];

export const SUPERVISION_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'supervision',
    component: () => import('./SupervisionView.vue'),
    meta: { title: '督查督办', permissions: READERS },
  },
  {
    path: 'notices',
    component: () => import('./notices/NoticeList.vue'),
    meta: { title: '督办单、交办单', crumbs: IN_SUPERVISION, permissions: READERS },
  },
  {
    path: 'notices/new',
    component: () => import('./notices/NoticeNew.vue'),
    meta: { title: '草拟督办单、交办单', crumbs: FROM_NOTICES, permissions: ['notice.draft'] },
  },
  {
    path: 'notices/:id',
    component: () => import('./notices/NoticeDetail.vue'),
    meta: { title: '督办（交办）单', crumbs: FROM_NOTICES, permissions: READERS },
  },
  {
    path: 'notices/:id/edit',
    component: () => import('./notices/NoticeEdit.vue'),
    meta: { title: '修改草稿', crumbs: FROM_NOTICES, permissions: ['notice.draft'] },
  },
  {
    path: 'measures',
    component: () => import('./measures/MeasureList.vue'),
    meta: { title: '督办措施', crumbs: IN_SUPERVISION, permissions: READERS },
  },
  {
    path: 'extensions',
    component: () => import('./extensions/ExtensionList.vue'),
    meta: { title: '延期审批', crumbs: IN_SUPERVISION, permissions: ['extension.decide'] },
  },
  {
    path: 'issues/:id/supervision',
    component: () => import('./IssueSupervision.vue'),
    meta: {
      title: '督办情况',
      crumbs: [{ label: '问题清单', to: '/issues' }],
      permissions: READERS,
    },
  },
];
