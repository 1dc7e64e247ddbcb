import type { RouteRecordRaw } from 'vue-router';

export const LEDGER_SCREENS: readonly RouteRecordRaw[] = [];
