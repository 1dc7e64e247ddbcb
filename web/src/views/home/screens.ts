import type { RouteRecordRaw } from 'vue-router';
import { subjectScreen } from './subject-screen';

export const HOME_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'home',
    component: () => import('./HomeView.vue'),
    meta: { title: '我的待办', crumbs: [{ label: '工作台' }] },
    // Mails lead to `/?open=<type>&id=<id>`.
    beforeEnter: ({ query: { open, id } }) =>
      typeof open === 'string' && typeof id === 'string'
        ? (subjectScreen(open, id) ?? '/messages')
        : true,
  },
];
