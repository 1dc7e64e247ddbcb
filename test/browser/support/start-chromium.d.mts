import type { Browser } from 'playwright-core';

export function unpackChromium(): Promise<string>;
export function startChromium(): Promise<Browser>;
