import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { ApiError } from './api/errors';
import { firstStop, loadSession, may, session } from './session/session';
import { SCREENS } from './screens';

declare module 'vue-router' {
  interface RouteMeta {
    /** The last breadcrumb and the title of the window. */
    readonly title?: string;
    readonly crumbs?: readonly { readonly label: string; readonly to?: string }[];
    /** Found behind one's own name and not in the menu, except by those who hold this permission. */
    readonly personalUnless?: string;
    readonly public?: boolean;
    /** One of these is needed; the server decides again on every request. */
    readonly permissions?: readonly string[];
  }
}

const PRODUCT = '专项治理对账销号系统';

const routes: RouteRecordRaw[] = [
  {
    path: '/login',
    component: () => import('./views/login/LoginView.vue'),
    meta: { title: '登录', public: true },
  },
  {
    path: '/password',
    component: () => import('./views/login/PasswordView.vue'),
    meta: { title: '修改密码' },
  },
  {
    path: '/security',
    component: () => import('./views/security/SecurityView.vue'),
    meta: { title: '安全设置' },
  },
  {
    path: '/',
    component: () => import('./shell/AppShell.vue'),
    redirect: '/home',
    children: [
      ...SCREENS,
      {
        path: ':rest(.*)*',
        component: () => import('./components/DeadEnd.vue'),
        props: { title: '页面不存在', explanation: '地址可能写错了，或者页面已经改了位置。' },
        meta: { title: '页面不存在' },
      },
    ],
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
  if (to.meta.public) return true;
  try {
    await loadSession();
  } catch (error) {
    if (error instanceof ApiError)
      return { path: '/login', query: { to: to.fullPath, offline: '1' } };
    throw error;
  }
  if (!session.me) return { path: '/login', query: { to: (to.redirectedFrom ?? to).fullPath } };
  const stop = firstStop(session.me);
  if (stop && to.path !== stop) return stop;
  // Who reads figures but no single matters has nothing on a desk: the way in leads to the figures.
  const isWayIn = to.path === '/home' && to.redirectedFrom?.path === '/' && !to.query.open;
  if (isWayIn && may('statistics.read') && !may('issue.read')) return '/dashboard';
  return true;
});

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} - ${PRODUCT}` : PRODUCT;
});
