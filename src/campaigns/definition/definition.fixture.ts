import { parseDefinition } from './parse-definition.js';

/** Plain JSON of a definition, to be spoilt by tests. */
export type Json = Record<string, unknown>;

export const minimal = (): Json => ({
  code: 'TEST-2020',
  title: '试点专项治理',
  level: 'COUNTY',
  owner: '示例区民政局',
  year: 2020,
  startsOn: '2020-04-01',
  endsOn: '2020-12-31',
  tasks: [
    {
      id: 'T1',
      title: '任务一',
      items: [{ id: 'T1-1', title: '事项', text: '内容', categories: ['A01_MISSED'] }],
    },
  ],
  categories: [{ code: 'A' }],
});

export const rule = (values: Json = {}): Json => ({
  code: 'R-M',
  name: '月报',
  reportType: 'LEDGER',
  reporter: { level: 'TOWN' },
  receiver: { level: 'COUNTY' },
  periodicity: 'MONTHLY',
  active: { from: '2020-04', to: '2020-12' },
  due: { anchor: 'PERIOD_END', dayOfMonth: 30 },
  ...values,
});

export const step = (values: Json = {}): Json => ({
  kind: 'FINAL_APPROVAL',
  unit: 'bureau',
  roles: ['DIRECTOR'],
  ...values,
});
export const chain = (...steps: Json[]): Json => ({ closurePolicy: [{ label: '全部', steps }] });
export const rules = (...reportRules: Json[]): Json => ({ reportRules });
export const due = (values: Json): Json => rules(rule({ due: values }));

export const faultsOf = (changes: Json) =>
  parseDefinition({ ...minimal(), ...changes }).faults.map(({ path, code }) => `${path} ${code}`);
