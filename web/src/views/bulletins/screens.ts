import type { RouteRecordRaw } from 'vue-router';

export const BULLETIN_SCREENS: readonly RouteRecordRaw[] = [];
