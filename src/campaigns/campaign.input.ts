import {
  conflict,
  type FieldFault,
  invalidInput,
  Problem,
  ruleBroken,
} from '../platform/http/problem.js';
import { isCode } from '../platform/dictionary/code-list.js';
import { CAMPAIGN_STATUS, type CampaignStatus } from './campaign.codes.js';
import type { LoadedCampaign } from './campaign-catalog.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';
import {
  parseDefinition,
  parseDefinitionYaml,
  type ParseResult,
} from './definition/parse-definition.js';
import type { TemplateLibrary } from './template-library.js';

type Json = Readonly<Record<string, unknown>>;

export interface NewCampaign {
  readonly definition: CampaignDefinition;
  readonly templateCode: string | null;
}

export interface Amendment {
  readonly definition: CampaignDefinition;
  readonly status: CampaignStatus;
  readonly reason: string | undefined;
  /** Top-level fields whose content differs from before. */
  readonly changed: readonly (keyof CampaignDefinition)[];
}

/** Sections of which an amendment may give single fields; other sections are replaced as a whole. */
const MERGED_SECTIONS = ['parameters', 'lightRule', 'escalation', 'reminders'] as const;

const REASON_CHARS_MAX = 500;

/**
 * Reads the body of `POST campaigns`: `{template, …overrides}`, `{yaml}` or a full definition.
 *
 * @throws {Problem} 400 naming every fault of the definition; 422 for an unknown or faulty template.
 */
export async function readNewCampaign(
  body: unknown,
  templates: TemplateLibrary,
): Promise<NewCampaign> {
  const json = asObject(body);
  if ('template' in json) return readFromTemplate(json, templates);
  if ('yaml' in json) return { definition: readYaml(json), templateCode: null };
  return { definition: accept(parseDefinition(json)), templateCode: null };
}

async function readFromTemplate(json: Json, templates: TemplateLibrary): Promise<NewCampaign> {
  const { template: name, ...overrides } = json;
  const found = typeof name === 'string' ? await templates.find(name) : undefined;
  if (!found) {
    const fault = { path: 'template', code: 'NOT_A_CODE', message: '没有这个专项治理模板' };
    throw ruleBroken('UNKNOWN_TEMPLATE', '没有这个专项治理模板。', [fault]);
  }
  if (!found.definition) {
    throw ruleBroken('FAULTY_TEMPLATE', '这个模板的定义有误，请先改正。', found.faults);
  }
  const definition = accept(parseDefinition(merged(found.definition, overrides)));
  return { definition, templateCode: found.template };
}

function readYaml({ yaml, ...rest }: Json): CampaignDefinition {
  const faults: FieldFault[] = Object.keys(rest).map((key) => ({
    path: key,
    code: 'UNKNOWN_FIELD',
    message: `用 yaml 提交时不能再写“${key}”`,
  }));
  if (typeof yaml !== 'string') {
    faults.push({ path: 'yaml', code: 'NOT_A_TEXT', message: '定义应为 YAML 文字' });
  }
  if (faults.length > 0 || typeof yaml !== 'string') throw invalidInput(faults);
  return accept(parseDefinitionYaml(yaml));
}

/**
 * Reads the body of `PATCH campaigns/:id`: fields of the definition to change, `status`, `reason`.
 *
 * @throws {Problem} 400 naming every fault; 409 when the campaign is closed; 422 for its code.
 */
export function readAmendment(body: unknown, campaign: LoadedCampaign): Amendment {
  const { status, reason, ...fields } = asObject(body);
  const faults = headFaults(status, reason);
  const code = fields['code'];
  if (code !== undefined && code !== campaign.code) {
    faults.push({ path: 'code', code: 'FIXED', message: '定义编号不能修改' });
  }
  const result = parseDefinition(merged(campaign.definition, fields));
  if (faults.length > 0) throw invalidInput([...faults, ...result.faults]);
  const definition = accept(result);
  const changed = changedFields(campaign.definition, definition);
  const next = (status ?? campaign.status) as CampaignStatus;
  if (campaign.status === 'CLOSED' && next === 'CLOSED' && changed.length > 0) {
    throw conflict('CAMPAIGN_CLOSED', '该专项治理已结束，不能再修改。');
  }
  return { definition, status: next, reason: reason as string | undefined, changed };
}

function headFaults(status: unknown, reason: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  if (status !== undefined && !isCode(CAMPAIGN_STATUS, status)) {
    faults.push({ path: 'status', code: 'NOT_A_CODE', message: '专项治理状态不是可选的代码' });
  }
  if (reason !== undefined && typeof reason !== 'string') {
    faults.push({ path: 'reason', code: 'NOT_A_TEXT', message: '修改原因应为文字' });
  }
  if (typeof reason === 'string' && reason.length > REASON_CHARS_MAX) {
    const message = `修改原因不能超过${REASON_CHARS_MAX}个字`;
    faults.push({ path: 'reason', code: 'TOO_LONG', message });
  }
  return faults;
}

function merged(definition: CampaignDefinition, fields: Json): Json {
  const base = JSON.parse(JSON.stringify(definition)) as Json;
  const result: Record<string, unknown> = { ...base, ...fields };
  for (const section of MERGED_SECTIONS) {
    const before = base[section];
    const given = fields[section];
    if (isObject(before) && isObject(given)) result[section] = mergeDeep(before, given);
  }
  return result;
}

function mergeDeep(before: Json, given: Json): Json {
  const entries = Object.entries(given).map(([key, value]) => {
    const old = before[key];
    return [key, isObject(old) && isObject(value) ? mergeDeep(old, value) : value] as const;
  });
  return { ...before, ...Object.fromEntries(entries) };
}

function changedFields(
  before: CampaignDefinition,
  after: CampaignDefinition,
): (keyof CampaignDefinition)[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return ([...keys] as (keyof CampaignDefinition)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}

function accept(result: ParseResult): CampaignDefinition {
  if (result.definition) return result.definition;
  throw invalidInput(result.faults);
}

function asObject(body: unknown): Json {
  if (isObject(body)) return body;
  throw new Problem(400, 'MALFORMED', '请提交 JSON 对象。');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
