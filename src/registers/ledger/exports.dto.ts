import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';
import { CodeField, ObjectField } from '../../platform/http/fields.js';
import { LedgerListQuery } from './ledger.dto.js';

export const EXPORT_LIST = codeList('ExportList', '导出内容', {
  ISSUES: '问题清单',
  TASKS: '任务清单',
  RESPONSIBILITIES: '责任清单',
  LEDGER: '整改台账',
});
export type ExportList = CodeOf<typeof EXPORT_LIST>;

export const EXPORT_FORMAT = codeList('ExportFormat', '文件格式', {
  csv: 'CSV',
  xlsx: 'XLSX',
  pdf: 'PDF',
});
export type ExportFormat = CodeOf<typeof EXPORT_FORMAT>;

export class ExportBody {
  @CodeField(EXPORT_LIST)
  list: ExportList;

  @CodeField(EXPORT_FORMAT)
  format: ExportFormat;

  @ObjectField(() => LedgerListQuery, {
    label: '筛选条件',
    optional: true,
    description: '同列表；page、pageSize 不起作用，month 只用于整改台账，sort 不用于任务清单',
  })
  filters?: LedgerListQuery;
}
