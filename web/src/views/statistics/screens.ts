import type { RouteRecordRaw } from 'vue-router';

export const STATISTICS_SCREENS: readonly RouteRecordRaw[] = [];
