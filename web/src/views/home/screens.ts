import type { RouteRecordRaw } from 'vue-router';

export const HOME_SCREENS: readonly RouteRecordRaw[] = [
  { path: 'home', component: () => import('./HomeView.vue'), meta: { title: '我的待办' } },
];
