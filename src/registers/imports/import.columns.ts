import type { WorkbookColumnKind } from '../../documents/models-workbook.js';
import { keyOf } from './import.values.js';

/** Columns of the template, in the printed order of 问题清单 (D01). */
export type ImportColumnKey =
  | 'seq'
  | 'issueNo'
  | 'source'
  | 'sourceDocNo'
  | 'sourceItemNo'
  | 'foundOn'
  | 'categoryGroup'
  | 'category'
  | 'statement'
  | 'detail'
  | 'areaCode'
  | 'householdCount'
  | 'personCount'
  | 'amountInvolvedFen'
  | 'nature'
  | 'scope'
  | 'severity'
  | 'rectificationType'
  | 'causeAnalysis'
  | 'responsibleUnitId'
  | 'remark';

export interface ImportColumn {
  readonly key: ImportColumnKey;
  readonly header: string;
  /** Other headers under which offices have it, those of the printed list included. */
  readonly aliases: readonly string[];
  readonly width: number;
  readonly kind: WorkbookColumnKind;
  readonly presence: '建账必填' | '选填' | '不用填';
  /** How to fill it in, as the instructions print it. */
  readonly help: string;
}

const column = (
  key: ImportColumnKey,
  header: string,
  width: number,
  presence: ImportColumn['presence'],
  help: string,
  { kind = 'text', aliases = [] }: Partial<Pick<ImportColumn, 'kind' | 'aliases'>> = {},
): ImportColumn => ({ key, header, width, presence, help, kind, aliases });

export const IMPORT_COLUMNS: readonly ImportColumn[] = [
  column('seq', '序号', 6, '不用填', '仅供对照', { kind: 'integer', aliases: ['编号'] }),
  column('issueNo', '问题编号', 22, '不用填', '建账时由系统编号；文件中的编号不导入'),
  column('source', '问题来源', 22, '建账必填', '从下拉列表选择', { aliases: ['来源'] }),
  column('sourceDocNo', '反馈文号', 22, '选填', '如 安民发〔2020〕12号', {
    aliases: ['来文文号', '文号'],
  }),
  column('sourceItemNo', '原反馈条目号', 10, '选填', '同一文号同一条目只能登记一次', {
    aliases: ['条目号', '反馈条目'],
  }),
  column('foundOn', '反馈（发现）时间', 14, '建账必填', '如 2020-05-09，不晚于今天', {
    kind: 'date',
    aliases: ['发现时间', '反馈时间', '发现日期', '检查时间'],
  }),
  column('categoryGroup', '问题大类', 14, '选填', '先选大类，再选类别', {
    aliases: ['一级类别', '大类'],
  }),
  column('category', '问题类别', 20, '建账必填', '从下拉列表选择，随大类变化', {
    aliases: ['类别', '二级类别'],
  }),
  column('statement', '问题表述（反馈原文）', 40, '建账必填', '照录反馈原文，至多2000字', {
    aliases: ['问题表述', '存在的问题', '问题', '问题描述', '反馈原文'],
  }),
  column('detail', '具体表现', 44, '建账必填', '何人何事何时多少，至少10字'),
  column('areaCode', '涉及镇街、村', 16, '选填', '名称（青禾镇晒谷村）或6、9、12位区划代码', {
    aliases: ['镇街、村', '涉及区域', '所属镇村'],
  }),
  column('householdCount', '涉及户数', 8, '选填', '整数', { kind: 'integer', aliases: ['户数'] }),
  column('personCount', '涉及人数', 8, '选填', '整数，不少于户数', {
    kind: 'integer',
    aliases: ['人数'],
  }),
  column('amountInvolvedFen', '涉及金额（元）', 14, '选填', '单位元，至多两位小数', {
    kind: 'yuan',
    aliases: ['金额（元）', '涉及金额', '金额'],
  }),
  column('nature', '问题性质', 14, '建账必填', '从下拉列表选择', { aliases: ['性质'] }),
  column('scope', '共性/个性', 10, '建账必填', '从下拉列表选择', { aliases: ['共性个性'] }),
  column('severity', '严重程度', 14, '建账必填', '从下拉列表选择', { aliases: ['程度'] }),
  column('rectificationType', '整改类型', 12, '选填', '从下拉列表选择'),
  column('causeAnalysis', '原因分析', 32, '选填', '至多5000字', { aliases: ['原因'] }),
  column('responsibleUnitId', '责任单位', 22, '建账必填', '从下拉列表选择，填单位全称或简称'),
  column('remark', '备注', 20, '选填', '至多1000字'),
];

const BY_KEY = new Map(IMPORT_COLUMNS.map((item) => [item.key, item]));

export const headerOf = (key: string): string | null =>
  BY_KEY.get(key as ImportColumnKey)?.header ?? null;

const BY_HEADER = new Map(
  IMPORT_COLUMNS.flatMap(({ key, header, aliases }) =>
    [header, ...aliases].map((name): [string, ImportColumnKey] => [keyOf(name), key]),
  ),
);

export const columnOfHeader = (text: string): ImportColumnKey | undefined =>
  BY_HEADER.get(keyOf(text));
