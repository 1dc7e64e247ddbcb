import type { RouteRecordRaw } from 'vue-router';

export const REPORTING_SCREENS: readonly RouteRecordRaw[] = [];
