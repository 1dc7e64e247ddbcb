import type { RouteRecordRaw } from 'vue-router';

/** The manual, for everybody who has signed in. */
export const HELP_SCREENS: readonly RouteRecordRaw[] = [
  { path: 'help', component: () => import('./HelpView.vue'), meta: { title: '操作手册' } },
];
