import { describe, expect, it } from '@jest/globals';
import { MetricsAccess } from './metrics-access.js';

const TOKEN = 'a-token-of-twenty-four-c';
const at = (address: string, authorization?: string, forwarded = false) => ({
  address,
  authorization,
  forwarded,
});

describe('MetricsAccess', () => {
  it.each([
    ['the right token', { token: TOKEN }, at('203.0.113.9', `Bearer ${TOKEN}`), true],
    ['no token', { token: TOKEN }, at('127.0.0.1'), false],
    ['a shorter token', { token: TOKEN }, at('127.0.0.1', `Bearer ${TOKEN.slice(1)}`), false],
    ['another scheme', { token: TOKEN }, at('127.0.0.1', TOKEN), false],
    ['an address', { from: ['127.0.0.1'] }, at('127.0.0.1'), true],
    ['an address written as IPv6', { from: ['127.0.0.1'] }, at('::ffff:127.0.0.1'), true],
    ['another address', { from: ['127.0.0.1'] }, at('127.0.0.2'), false],
    ['a network', { from: ['10.1.0.0/16', '::1'] }, at('10.1.255.3'), true],
    ['beside the network', { from: ['10.1.0.0/16', '::1'] }, at('10.2.0.1'), false],
    ['an IPv6 address', { from: ['10.1.0.0/16', '::1'] }, at('::1'), true],
    ['a proxy nobody believes', { from: ['127.0.0.1'] }, at('127.0.0.1', undefined, true), false],
    ['no address at all', { from: ['127.0.0.1'] }, at(''), false],
    ['token and address', { token: TOKEN, from: ['::1'] }, at('::1', `Bearer ${TOKEN}`), true],
    ['the address alone', { token: TOKEN, from: ['::1'] }, at('::1'), false],
    ['the token alone', { token: TOKEN, from: ['::1'] }, at('::2', `Bearer ${TOKEN}`), false],
  ])('%s: %j', (_what, settings, reader, expected) => {
    expect(new MetricsAccess(settings).permits(reader)).toBe(expected);
  });
});
