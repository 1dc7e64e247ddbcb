import type { Schemas } from '@/api/client';

type Parameters = Required<Schemas['CampaignParameters']>;
type LightRule = Required<Schemas['LightRule']>;

/** One number that may be amended: where it stands, what it is called and in which unit. */
export interface NumberField {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

const field = (
  path: string,
  label: string,
  unit: string,
  min: number,
  max: number,
): NumberField => ({
  path,
  label,
  unit,
  min,
  max,
});
const parameter = (
  key: keyof Parameters,
  label: string,
  unit: string,
  min: number,
  max: number,
): NumberField => field(`parameters.${key}`, label, unit, min, max);
const light = (
  key: keyof LightRule,
  label: string,
  unit: string,
  min: number,
  max: number,
): NumberField => field(`lightRule.${key}`, label, unit, min, max);

export const DEADLINES: readonly NumberField[] = [
  field('parameters.deadlineDays.IMMEDIATE', '立行立改默认期限', '天', 1, 365),
  field('parameters.deadlineDays.TIME_LIMITED', '限期整改默认期限', '天', 1, 365),
  field('parameters.deadlineDays.LONG_TERM', '长期坚持默认期限', '天', 1, 1095),
  parameter('receiptWorkdays', '签收期限', '个工作日', 1, 30),
  parameter('reviewWorkdays', '每步销号审核期限', '个工作日', 1, 30),
  parameter('resubmissionWorkdays', '退回后重报期限', '个工作日', 1, 30),
  parameter('extensionsMax', '延期次数上限', '次', 0, 10),
  parameter('extensionDaysMax', '每次延期上限', '天', 1, 365),
  parameter('carryOverReviewDaysMax', '挂账复评间隔上限', '天', 1, 365),
];

export const CHECKS: readonly NumberField[] = [
  parameter('lookbackDays', '销号后回头看期限', '天', 1, 365),
  parameter('lookbackSamplePercent', '回头看抽查比例', '%', 0, 100),
  parameter('evidenceSamplePercent', '佐证抽查比例', '%', 0, 100),
];

/** In fen on the server, in 元 on the screen. */
export const FUND_THRESHOLD = 'parameters.fundThresholdFen';

export const LIGHTS: readonly NumberField[] = [
  light('planWorkdays', '交办后应报方案', '个工作日', 1, 60),
  light('nearDays', '临近时限亮黄灯', '天', 0, 365),
  light('nearDaysImmediate', '立行立改临近时限亮黄灯', '天', 0, 365),
  light('reviewNearDays', '挂账复评临近亮黄灯', '天', 0, 365),
  light('lagYellowPoints', '进度落后亮黄灯', '个百分点', 0, 100),
  light('lagRedPoints', '进度落后超过即亮红灯', '个百分点', 0, 100),
  light('returnsYellow', '退回几次亮黄灯', '次', 1, 20),
  light('progressFromDay', '每月几日起未填进展亮黄灯', '日', 1, 31),
];

type Json = Record<string, unknown>;

/** The number at a dotted path. */
export function numberAt(definition: object, path: string): number | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], definition);
  return typeof value === 'number' ? value : undefined;
}

/** Numbers by path as the sections that a PATCH takes. */
export function sectionsOf(numbers: Readonly<Record<string, number>>): Json {
  const body: Json = {};
  for (const [path, value] of Object.entries(numbers)) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    const section = keys.reduce<Json>((at, key) => {
      at[key] ??= {};
      return at[key] as Json;
    }, body);
    section[last] = value;
  }
  return body;
}
