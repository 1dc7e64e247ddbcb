import type { RouteRecordRaw } from 'vue-router';

export const SUPERVISION_SCREENS: readonly RouteRecordRaw[] = [];
