import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { watchSettings } from './watch-settings.js';

describe('watchSettings', () => {
  it.each([
    [{}, {}],
    [{ METRICS_TOKEN: '', METRICS_FROM: '', AUDIT_HEADS_DIR: '' }, {}],
    [{ AUDIT_HEADS_DIR: 'heads' }, { auditHeadsDir: resolve('heads') }],
    [{ METRICS_TOKEN: 'x'.repeat(16) }, { metrics: { token: 'x'.repeat(16) } }],
    [{ METRICS_FROM: '10.0.0.0/8, ::1' }, { metrics: { from: ['10.0.0.0/8', '::1'] } }],
  ])('%j gives %j', (env, expected) => {
    const faults: string[] = [];
    expect(watchSettings(env, faults)).toEqual(expected);
    expect(faults).toEqual([]);
  });

  it.each([
    [{ METRICS_TOKEN: 'short-secret' }, 'METRICS_TOKEN must have at least 16'],
    [{ METRICS_FROM: 'monitor.example.org' }, 'METRICS_FROM must be addresses'],
    [{ METRICS_FROM: '10.0.0.0/33' }, '10.0.0.0/33'],
    [{ METRICS_FROM: '10.0.0.0/8/8' }, '10.0.0.0/8/8'],
  ])('refuses %j and never repeats a token', (env, fault) => {
    const faults: string[] = [];
    watchSettings(env, faults);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
    expect(faults[0]).not.toContain('short-secret');
  });
});
