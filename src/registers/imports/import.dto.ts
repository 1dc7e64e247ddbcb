import {
  CodeField,
  CodesField,
  FlagField,
  IdField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import {
  IMPORT_MODE,
  IMPORT_ROW_STATE,
  IMPORT_STATUS,
  type ImportMode,
  type ImportRowState,
  type ImportStatus,
} from './import.codes.js';

export class ImportTemplateQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;
}

/** Fields of the upload beside `file`. */
export class ImportUploadFields {
  @IdField({ label: '专项治理' })
  campaignId: string;
}

export class ImportListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @CodesField(IMPORT_STATUS, { optional: true })
  status?: ImportStatus[];
}

export class ImportRowsQuery extends PageQuery {
  @CodeField(IMPORT_ROW_STATE, { optional: true })
  state?: ImportRowState;
}

export class ApplyImportBody {
  @CodeField(IMPORT_MODE)
  mode: ImportMode;

  @FlagField({
    label: '导入后建账',
    optional: true,
    description: '逐条按建账规则核对；不符合的留作草稿并说明原因',
  })
  register?: boolean;

  @FlagField({
    label: '确认再次导入',
    optional: true,
    description: '同一个文件已经导入过时须确认',
  })
  repeat?: boolean;
}

export class WithdrawImportBody {
  @TextField({ label: '撤回原因', optional: true, max: 500 })
  reason?: string | null;
}
