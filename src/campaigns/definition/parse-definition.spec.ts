import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { chain, faultsOf, type Json, minimal, rule, rules, step } from './definition.fixture.js';
import { parseDefinition, parseDefinitionYaml } from './parse-definition.js';

const without = (json: Json, key: string): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));

describe('campaign definition', () => {
  it('fills in every default', () => {
    const { definition, faults } = parseDefinition(minimal());
    expect(faults).toEqual([]);
    expect(definition).toMatchObject({
      basis: [],
      milestones: [],
      reportRules: [],
      parameters: {
        deadlineDays: { IMMEDIATE: 15, TIME_LIMITED: 60 },
        extensionsMax: 2,
        lookbackDays: 90,
      },
      lightRule: { nearDays: 7, lagRedPoints: 30 },
      escalation: {
        enabled: true,
        autoIssue: ['BLUE'],
        steps: [
          { level: 'BLUE', daysAfter: 1 },
          { level: 'YELLOW', daysAfter: 7, earlierNotices: 1 },
          { level: 'RED', daysAfter: 15, earlierNotices: 2 },
        ],
      },
      reminders: { issueDaysBefore: [7, 3, 1, 0], reportDaysBefore: [5, 2, 0] },
    });
    expect(definition?.closurePolicy).toHaveLength(5);
  });

  it('keeps the defaults beside what is given, and treats an empty field as left out', () => {
    const { definition } = parseDefinition({
      ...minimal(),
      parameters: { receiptWorkdays: 3, deadlineDays: { IMMEDIATE: 7 } },
      basis: null,
    });
    expect(definition?.parameters).toMatchObject({
      receiptWorkdays: 3,
      reviewWorkdays: 5,
      deadlineDays: { IMMEDIATE: 7, TIME_LIMITED: 60 },
    });
    expect(definition?.basis).toEqual([]);
  });

  it('reads back what it wrote', () => {
    const { definition } = parseDefinition({
      ...minimal(),
      ...rules(rule({ exemptPeriods: ['01'] })),
    });
    const again = parseDefinition(JSON.parse(JSON.stringify(definition)));
    expect(again.definition).toEqual(definition);
  });

  it.each<[string, Json, string[]]>([
    ['missing field', { title: undefined }, ['title REQUIRED']],
    ['blank text', { title: '   ' }, ['title REQUIRED']],
    ['text too long', { title: '长'.repeat(201) }, ['title TOO_LONG']],
    ['unknown field', { titel: 'x' }, ['titel UNKNOWN_FIELD']],
    ['unknown field inside', { lightRule: { nearDay: 3 } }, ['lightRule.nearDay UNKNOWN_FIELD']],
    ['wrong code', { level: 'DISTRICT' }, ['level NOT_A_CODE']],
    ['not a date', { startsOn: '2020-02-30' }, ['startsOn NOT_A_DATE']],
    ['not a number', { year: 'zwanzig' }, ['year NOT_AN_INTEGER']],
    ['object for a list', { tasks: {} }, ['tasks NOT_A_LIST']],
    ['text for an object', { parameters: 'x' }, ['parameters NOT_AN_OBJECT']],
    ['end before start', { endsOn: '2020-03-31' }, ['endsOn END_BEFORE_START']],
    ['no tasks', { tasks: [] }, ['tasks TOO_FEW']],
    [
      'duplicate category',
      { categories: [{ code: 'A' }, { code: 'A' }] },
      ['categories[1].code DUPLICATE'],
    ],
    [
      'duplicate item id',
      { tasks: [{ id: 'T1', title: 'x', items: [{ id: 'T1', title: 'x', text: 'x' }] }] },
      ['tasks[0].items[0].id DUPLICATE'],
    ],
    [
      'item of a category that is not used',
      { categories: [{ code: 'B' }] },
      ['tasks[0].items[0].categories[0] DANGLING_REFERENCE'],
    ],
    [
      'unknown category',
      { categories: [{ code: 'A' }, { code: 'A99' }] },
      ['categories[1].code NOT_A_CODE'],
    ],
    [
      'milestone before the start',
      { milestones: [{ code: 'M', title: 'x', dueOn: '2020-03-01' }] },
      ['milestones[0].dueOn BEFORE_START'],
    ],
    [
      'duplicate milestone',
      {
        milestones: [
          { code: 'M', title: 'x', dueOn: '2020-05-01' },
          { code: 'M', title: 'y', dueOn: '2020-06-01' },
        ],
      },
      ['milestones[1].code DUPLICATE'],
    ],
    [
      'red before yellow',
      { lightRule: { lagRedPoints: 5 } },
      ['lightRule.lagRedPoints OUT_OF_ORDER'],
    ],
    [
      'red notice before the yellow one',
      {
        escalation: {
          steps: [
            { level: 'YELLOW', daysAfter: 7, earlierNotices: 2 },
            { level: 'RED', daysAfter: 7, earlierNotices: 2 },
          ],
        },
      },
      [
        'escalation.steps[1].daysAfter OUT_OF_ORDER',
        'escalation.steps[1].earlierNotices OUT_OF_ORDER',
      ],
    ],
    [
      'levels out of order and twice',
      {
        escalation: {
          steps: ['RED', 'BLUE', 'RED'].map((level, at) => ({ level, daysAfter: at + 1 })),
        },
      },
      ['escalation.steps[2].level DUPLICATE', 'escalation.steps[1].level OUT_OF_ORDER'],
    ],
    [
      'consequences out of order',
      {
        escalation: {
          consequences: [
            { measure: 'CIRCULATE_CRITICISM', redNotices: 2 },
            { measure: 'SUMMON_TALK', redNotices: 2 },
          ],
        },
      },
      ['escalation.consequences[1].redNotices DUPLICATE'],
    ],
    [
      'percent over 100',
      { parameters: { lookbackSamplePercent: 101 } },
      ['parameters.lookbackSamplePercent OUT_OF_RANGE'],
    ],
    [
      'parts of a fen',
      { parameters: { fundThresholdFen: 1.5 } },
      ['parameters.fundThresholdFen NOT_AN_INTEGER'],
    ],
    [
      'evidence type',
      { requiredEvidence: [{ categories: ['A'], allOf: [{ label: 'x', anyOf: ['VIDEO'] }] }] },
      ['requiredEvidence[0].allOf[0].anyOf NOT_A_CODE'],
    ],
    [
      'two evidence rules',
      {
        requiredEvidence: [1, 2].map(() => ({
          categories: ['A'],
          allOf: [{ label: 'x', anyOf: ['DOC'] }],
        })),
      },
      ['requiredEvidence[1].categories[0] DUPLICATE'],
    ],
    [
      'reminder twice',
      { reminders: { issueDaysBefore: [3, 3] } },
      ['reminders.issueDaysBefore DUPLICATE'],
    ],
  ])('names the fault: %s', (_name, changes, expected) =>
    expect(faultsOf(changes)).toEqual(expected),
  );

  it('reports all faults at once, each in Chinese, one part not hiding the other', () => {
    const { faults } = parseDefinition({
      ...minimal(),
      level: 'X',
      endsOn: '2020-01-01',
      ...chain(step({ kind: 'FIRST_REVIEW' })),
      ...rules(
        rule(),
        rule({ code: 'R-B', dependsOn: ['R-M', 'NONE'] }),
        rule({ code: 'R-C', due: { anchor: 'PERIOD_END', dayOfMonth: 31 } }),
      ),
    });
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'closurePolicy[0].steps',
      'endsOn',
      'level',
      'reportRules[1].dependsOn[1]',
      'reportRules[2].due.dayOfMonth',
    ]);
    for (const { message } of faults) expect(message).toMatch(/\p{Script=Han}/u);
  });

  it.each([[null], ['text'], [[]], [7]])('refuses %j', (input) =>
    expect(parseDefinition(input).faults).toEqual([
      expect.objectContaining({ code: 'NOT_AN_OBJECT' }),
    ]),
  );
});

describe('campaign definition in YAML', () => {
  it.each([
    ['a: [1, 2', 'YAML_SYNTAX', '第1行第9列'],
    ['code: A\n  title: B', 'YAML_SYNTAX', '第'],
    ['code: A\ncode: B', 'DUPLICATE', '第2行第1列'],
    ['a: &x [1]\nb: *x', 'YAML_ALIAS', '第2行第4列'],
    ['a'.repeat(500_001), 'TOO_LONG', '500000'],
  ])('%.20s… is %s', (text, code, place) => {
    const [fault] = parseDefinitionYaml(text).faults;
    expect(fault).toMatchObject({ code, message: expect.stringContaining(place) });
  });

  it('names the line of a faulty field, and of the parent of a missing one', () => {
    const text = ['code: TEST', 'level: X', 'categories:', '  - label: 漏保', '  - code: A99'].join(
      '\n',
    );
    const messages = new Map(
      parseDefinitionYaml(text).faults.map(({ path, message }) => [path, message]),
    );
    expect(messages.get('level')).toContain('第2行');
    expect(messages.get('categories[0].code')).toContain('第4行');
    expect(messages.get('categories[1].code')).toContain('第5行');
    expect(messages.get('title')).not.toContain('第');
  });

  it('joins folded lines of Chinese text without a blank, and only these', () => {
    const text = `${JSON.stringify(minimal()).slice(0, -1)},\n"summary": "甲 乙"}`;
    const folded =
      'summary: >-\n  聚焦群众关切，\n  清理问题（一）\n  “二”，用 PDF\n  and paper\nowner: 甲 乙\n';
    expect(parseDefinitionYaml(text).definition?.summary).toBe('甲 乙');
    const yaml = `${stringify(without(minimal(), 'owner'))}${folded}`;
    expect(parseDefinitionYaml(yaml).definition).toMatchObject({
      summary: '聚焦群众关切，清理问题（一）“二”，用 PDF and paper',
      owner: '甲 乙',
    });
  });

  it('takes unquoted numbers as the texts they stand for', () => {
    const text = JSON.stringify({ ...minimal(), ...rules(rule({ exemptPeriods: [1, '02'] })) });
    expect(parseDefinitionYaml(text).definition?.reportRules[0]?.exemptPeriods).toEqual([
      '1',
      '02',
    ]);
  });
});
