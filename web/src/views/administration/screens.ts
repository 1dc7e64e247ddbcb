import type { RouteRecordRaw } from 'vue-router';

export const ADMINISTRATION_SCREENS: readonly RouteRecordRaw[] = [];
