import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { figure } from './support/figure.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CALENDAR_SPECS = [
  'src/reporting/schedule/due-dates.rules.spec.ts',
  'src/platform/calendar/business-date.spec.ts',
  'src/platform/calendar/workdays.spec.ts',
  'src/platform/calendar/period.spec.ts',
];

/**
 * Node reads the time zone once, when it starts, so only a process of its own proves anything. The
 * due-date spec checks that the child really runs in its zone.
 */
describe('R9 calendar and due dates do not depend on the time zone of the host', () => {
  it.each([
    ['UTC', '0'],
    ['America/New_York', '240'],
  ])('R9 %s', (zone, offset) => {
    const child = spawnSync(
      process.execPath,
      [
        '--no-warnings',
        'node_modules/jest/bin/jest.js',
        '--runInBand',
        '--runTestsByPath',
        ...CALENDAR_SPECS,
      ],
      {
        cwd: ROOT,
        encoding: 'utf8',
        // These specs need no database.
        env: {
          ...process.env,
          TEST_ENGINES: 'sqlite',
          TZ: zone,
          XIAOHAO_EXPECTED_UTC_OFFSET: offset,
        },
      },
    );
    expect(child.stderr).toContain(`Test Suites: ${CALENDAR_SPECS.length} passed`);
    expect(child.status).toBe(0);
    const passed = /Tests: +(\d+) passed/.exec(child.stderr)?.[1];
    figure('R9', `TZ=${zone}: ${passed} calendar and due-date fixtures as expected, 0 differ`);
  });
});
