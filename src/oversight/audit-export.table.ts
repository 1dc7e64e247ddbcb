import type { WorkbookColumn, WorkbookModel } from '../documents/models-workbook.js';
import { AUDIT_ACTION, AUDIT_SUBJECT } from '../identity/audit.codes.js';
import type { AuditItem } from '../identity/audit.dto.js';
import type { UnitTree } from '../identity/unit-catalog.js';
import { labelOf } from '../platform/dictionary/code-list.js';

/** More do not fit a cell of a workbook. */
const CELL_MAX = 32_000;
const SHANGHAI_MS = 8 * 60 * 60 * 1000;

const column = (
  header: string,
  key: string,
  width: number,
  kind: WorkbookColumn['kind'] = 'text',
): WorkbookColumn => ({ header, key, width, kind });

export const AUDIT_COLUMNS: readonly WorkbookColumn[] = [
  column('时间', 'time', 20),
  column('办理人', 'actor', 14),
  column('办理人编号', 'actorId', 20),
  column('办理单位', 'unit', 24),
  column('事项', 'action', 20),
  column('事项代码', 'actionCode', 22),
  column('对象类型', 'subjectType', 14),
  column('对象编号', 'subjectId', 20),
  column('内容', 'content', 60),
  column('日志链', 'chain', 20),
  column('链内顺序', 'seq', 10, 'integer'),
  column('摘要', 'hash', 30),
];

export type AuditRow = Readonly<Record<string, string | number | null>>;

/** An entry under the columns of the export; units by the names they have now. */
export function auditRow(entry: AuditItem, tree: UnitTree): AuditRow {
  const { actorId, actorName, actorUnitId, action, subjectType, subjectId } = entry;
  return {
    time: shanghaiSecond(entry.recordedAt),
    actor: actorName,
    actorId,
    unit: actorUnitId === null ? null : (tree.find(actorUnitId)?.name ?? actorUnitId),
    action: labelOf(AUDIT_ACTION, action),
    actionCode: action,
    subjectType: labelOf(AUDIT_SUBJECT, subjectType),
    subjectId,
    content: contentOf(entry),
    chain: entry.chain,
    seq: entry.seq,
    hash: entry.hash,
  };
}

/** @param asOf the moment of the export, as an instant. */
export function auditWorkbook(rows: readonly AuditRow[], asOf: string): WorkbookModel {
  const printed = `截至${shanghaiSecond(asOf)}`;
  return {
    title: '审计日志',
    sheets: [
      {
        name: '审计日志',
        title: '审计日志',
        subtitle: [`共${rows.length}条`, printed],
        columns: AUDIT_COLUMNS,
        rows,
        landscape: true,
        asOf: printed,
      },
    ],
  };
}

function contentOf({ lines }: AuditItem): string {
  const text = lines.map(({ label, value }) => `${label}：${value}`).join('；');
  return text.length > CELL_MAX ? `${text.slice(0, CELL_MAX)}…` : text;
}

function shanghaiSecond(instant: string): string {
  const shifted = new Date(Date.parse(instant) + SHANGHAI_MS).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
}
