import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { FieldFault } from '../../platform/http/problem.js';
import { faultsOf } from '../../platform/http/validation.js';
import { CampaignDefinition } from './campaign-definition.js';
import { checkDefinition } from './definition.rules.js';
import { Faults } from './faults.js';

export type ParseResult =
  | { readonly definition: CampaignDefinition; readonly faults: readonly [] }
  | { readonly definition: undefined; readonly faults: readonly FieldFault[] };

/** Definitions are written by people; a longer text is a mistake or an attack. */
export const YAML_CHARS_MAX = 500_000;

/**
 * Reads a campaign definition from parsed JSON or YAML. Missing sections get their defaults, so the
 * result is complete. Either the definition or every fault is given back.
 */
export function parseDefinition(input: unknown): ParseResult {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return failed([{ path: '', code: 'NOT_AN_OBJECT', message: '定义应由“字段: 内容”组成' }]);
  }
  const definition = plainToInstance(CampaignDefinition, withoutNulls(input));
  const errors = validateSync(definition, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  const faults = checkDefinition(definition, withoutFollowUps(faultsOf(errors)));
  return faults.length > 0 ? failed(faults) : { definition, faults: [] };
}

/** Reads a definition written as YAML; faults of the YAML itself name line and column. */
export function parseDefinitionYaml(text: string): ParseResult {
  if (text.length > YAML_CHARS_MAX) {
    return failed([{ path: '', code: 'TOO_LONG', message: `定义不能超过${YAML_CHARS_MAX}个字符` }]);
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false });
  const faults = new Faults();
  for (const error of document.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const code = error.code === 'DUPLICATE_KEY' ? 'DUPLICATE' : 'YAML_SYNTAX';
    const what = code === 'DUPLICATE' ? '字段重复' : 'YAML 格式有误';
    faults.add('', code, `第${line}行第${col}列：${what}（${error.code}）`);
  }
  if (faults.list.length > 0) return failed(faults.list);
  // Aliases can blow a small text up to gigabytes, and no definition needs them.
  visit(document, {
    Alias: (_key, node) => {
      const { line, col } = lineCounter.linePos(node.range?.[0] ?? 0);
      faults.add('', 'YAML_ALIAS', `第${line}行第${col}列：定义中不能使用 YAML 引用（*）`);
    },
    Scalar: (_key, node) => {
      const source = node.range ? text.slice(node.range[0], node.range[1]) : '';
      if (typeof node.value !== 'string' || !source.trim().includes('\n')) return;
      node.value = joinChineseLines(node.value);
    },
  });
  if (faults.list.length > 0) return failed(faults.list);
  const result = parseDefinition(document.toJS());
  if (result.definition) return result;
  return failed(
    result.faults.map((fault) => {
      const line = lineOf(document.contents, fault.path, lineCounter);
      return line === undefined ? fault : { ...fault, message: `第${line}行：${fault.message}` };
    }),
  );
}

/** YAML joins folded lines with a blank, which Chinese text does not have. */
function joinChineseLines(text: string): string {
  return text.replace(
    /(?<=[\p{Script=Han}\p{Ps}\p{Pe}，。；：、！？“”]) (?=[\p{Script=Han}\p{Ps}“])/gu,
    '',
  );
}

function failed(faults: readonly FieldFault[]): ParseResult {
  return { definition: undefined, faults };
}

/** Where an object stands for a list, its fields were looked for in vain; one fault says it all. */
function withoutFollowUps(faults: readonly FieldFault[]): readonly FieldFault[] {
  const wrong = faults.filter(({ code }) => code === 'NOT_A_LIST').map(({ path }) => `${path}.`);
  return faults.filter(({ path }) => !wrong.some((prefix) => path.startsWith(prefix)));
}

/** An empty YAML value (`exemptPeriods:`) means the field was left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

/** The line of the deepest node on the fault's path; a missing field is told at its parent. */
function lineOf(root: unknown, path: string, lines: LineCounter): number | undefined {
  let node: unknown = root;
  let offset: number | undefined;
  for (const key of path.match(/[^.[\]]+/g) ?? []) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      if (!pair) break;
      offset = isNode(pair.key) ? pair.key.range?.[0] : offset;
      node = pair.value;
    } else {
      const item = (node as { items?: unknown[] } | undefined)?.items?.[Number(key)];
      if (!isNode(item)) break;
      offset = item.range?.[0];
      node = item;
    }
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
