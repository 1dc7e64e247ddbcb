import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import zhCn from 'element-plus/es/locale/lang/zh-cn';
import { createApp } from 'vue';
import 'element-plus/dist/index.css';
import './styles/theme.css';
import './styles/base.css';
import { ApiError } from './api/errors';
import App from './App.vue';
import { router } from './router';

const FRESH_MS = 15_000;

/** What the server refuses it refuses again; what did not reach it is tried once more. */
const tryAgain = (failures: number, error: Error): boolean =>
  failures < 1 && error instanceof ApiError && error.status === 0;

const queryClient = new QueryClient({
  // What the server told is shown and never changed in place: no need to watch every field of every row.
  defaultOptions: { queries: { staleTime: FRESH_MS, retry: tryAgain, shallow: true } },
});

createApp(App, { locale: zhCn }).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
