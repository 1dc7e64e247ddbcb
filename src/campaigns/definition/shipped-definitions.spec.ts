import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { closureStepsFor, type IssueFacts } from '../closure-policy.rules.js';
import { SEVERITY } from '../codes/issue-codes.js';
import { latestDeadline } from '../deadline.rules.js';
import { TemplateLibrary } from '../template-library.js';
import type { CampaignDefinition } from './campaign-definition.js';
import { parseDefinitionYaml } from './parse-definition.js';

const NAMES = ['qijiang-2020', 'rongchang-2020', 'huilong-2020', 'shaanxi-2019', 'jilin-2020'];

function shipped(name: string): CampaignDefinition {
  const file = new URL(`../../../templates/campaigns/${name}.yaml`, import.meta.url);
  const { definition, faults } = parseDefinitionYaml(readFileSync(file, 'utf8'));
  expect(faults).toEqual([]);
  return definition as CampaignDefinition;
}

const items = (definition: CampaignDefinition) => definition.tasks.flatMap((task) => task.items);

describe('shipped definition', () => {
  it('is found in the template folder, with the others', async () => {
    const found = await new TemplateLibrary().list();
    expect(found.filter(({ definition }) => !definition)).toEqual([]);
    expect(found.map(({ template }) => template)).toEqual(expect.arrayContaining(NAMES));
    expect((await new TemplateLibrary().find('JILIN-2020'))?.template).toBe('jilin-2020');
  });

  it.each(NAMES)(
    '%s lets the unit sign first and somebody decide last, whatever the issue',
    (name) => {
      const definition = shipped(name);
      const facts: IssueFacts = {
        severity: 'GENERAL',
        nature: 'POLICY',
        scope: 'INDIVIDUAL',
        category: 'A01_MISSED',
        source: 'SELF_CHECK',
        sourceLevel: null,
        upperSource: false,
        registeredByTown: false,
        amountInvolvedFen: null,
        isKey: false,
      };
      for (const severity of SEVERITY.codes) {
        for (const upperSource of [true, false]) {
          for (const registeredByTown of [true, false]) {
            const steps = closureStepsFor(definition, {
              ...facts,
              severity,
              upperSource,
              registeredByTown,
            });
            expect(steps[0]).toMatchObject({
              kind: 'UNIT_CONFIRMATION',
              unit: 'responsible',
              roles: ['TOWN_LEADER', 'DIVISION_CHIEF'],
            });
            expect(steps.at(-1)?.kind).toBe(upperSource ? 'UPPER_ACCEPTANCE' : 'FINAL_APPROVAL');
          }
        }
      }
    },
  );

  it.each(NAMES)('%s has no blanks inside its Chinese sentences', (name) => {
    expect(
      JSON.stringify(shipped(name)).match(/\p{Script=Han}[，、；。]? +\p{Script=Han}/gu),
    ).toBeNull();
  });

  it('綦江 has every “重点检查” of its notice as a check item with a category', () => {
    const checks = items(shipped('qijiang-2020')).filter(({ id }) => id.startsWith('T'));
    expect(checks.map(({ id }) => id)).toEqual([
      ...['T1-1', 'T1-2', 'T1-3'],
      ...['T2-1', 'T2-2', 'T2-3'],
      ...['T3-1', 'T3-2', 'T3-3', 'T3-4'],
      ...['T4-1', 'T4-2', 'T4-3'],
      ...['T5-1'],
      ...['T6-1', 'T6-2', 'T6-3'],
    ]);
    expect(checks.filter(({ text }) => text.startsWith('重点检查'))).toHaveLength(14);
    expect(checks.filter(({ categories }) => categories.length === 0)).toEqual([]);
  });

  it.each([
    ['qijiang-2020', 17 + 6, 'QJ-M EXPLICIT, QJ-Q ASSUMED, QJ-N EXPLICIT', ''],
    ['rongchang-2020', 20 + 6, 'RC-M INTERPRETED', 'RC-C 2020-05-31'],
    [
      'huilong-2020',
      18 + 3,
      'HL-1 EXPLICIT, HL-3 EXPLICIT, HL-4 INTERPRETED',
      'HL-S 2020-05-31, HL-D 2020-06-10, HL-2 2020-06-30',
    ],
    ['shaanxi-2019', 12 + 8, 'SN-M INTERPRETED, SN-A EXPLICIT', 'SN-C 2019-11-30, SN-E 2019-11-30'],
    ['jilin-2020', 18 + 6, 'JL-P EXPLICIT, JL-Y1 EXPLICIT, JL-Y2 EXPLICIT, JL-Q ASSUMED', ''],
  ])(
    '%s carries the items, report rules and milestones of its notice',
    (name, count, rules, milestones) => {
      const definition = shipped(name);
      expect(items(definition)).toHaveLength(count);
      expect(
        definition.reportRules.map(({ code, certainty }) => `${code} ${certainty}`).join(', '),
      ).toBe(rules);
      expect(definition.milestones.map(({ code, dueOn }) => `${code} ${dueOn}`).join(', ')).toBe(
        milestones,
      );
      for (const rule of definition.reportRules) expect(rule.quote).toMatch(/\S/);
    },
  );

  it('荣昌 lets no deadline pass the end of May', () => {
    const definition = shipped('rongchang-2020');
    expect(latestDeadline(definition, 'LONG_TERM', '2020-04-02')).toBe('2020-05-31');
  });

  it('回龙 wants the survey on paper and as a file, 吉林 waits for the counties', () => {
    const [survey] = shipped('huilong-2020').reportRules;
    expect(survey?.signoff).toMatchObject({
      leaderSign: true,
      seal: true,
      electronic: true,
      paper: true,
    });
    const yearly = shipped('jilin-2020').reportRules.find(({ code }) => code === 'JL-Y2');
    expect(yearly?.dependsOn).toEqual(['JL-Y1']);
  });

  it('prints neither number nor date where the notice has none, and one spelling of brackets', () => {
    expect(shipped('huilong-2020').notice?.issuedOn).toBeUndefined();
    expect(shipped('qijiang-2020').notice?.docNo).toBeUndefined();
    const numbers = NAMES.flatMap((name) =>
      shipped(name).basis.flatMap(({ docNo }) => docNo ?? []),
    );
    expect(numbers).toContain('綦江民发〔2019〕165号');
    for (const number of numbers) expect(number).toMatch(/^\p{Script=Han}+〔20\d\d〕\d+号$/u);
  });
});
