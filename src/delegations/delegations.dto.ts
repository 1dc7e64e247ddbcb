import { DELEGATION_STATUS, type DelegationStatus } from '../identity/deputies/delegation.codes.js';
import { CodeField, CodesField, DateField, IdField, TextField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { DELEGATION_SIDE, type DelegationSide } from './delegation.side.js';

export class DelegationInput {
  @IdField({
    label: '被代理人',
    optional: true,
    description: '不填为本人；系统管理员为已离岗人员设置时必填',
  })
  delegatorId?: string;

  @IdField({ label: '代理人', description: '同一单位（本局及其科室、本镇街及其民政办）的人员' })
  deputyId: string;

  @DateField({ label: '代理首日', description: '不早于今天' })
  fromDate: string;

  @DateField({ label: '代理末日', description: '含当日' })
  toDate: string;

  @TextField({ label: '原因', max: 200, example: '年休假' })
  reason: string;
}

export class RevocationInput {
  @TextField({ label: '撤销原因', max: 200, example: '提前返岗' })
  reason: string;
}

export class DelegationQuery extends PageQuery {
  @CodeField(DELEGATION_SIDE, { optional: true, description: '不填为全部' })
  side?: DelegationSide;

  @CodesField(DELEGATION_STATUS, { optional: true })
  status?: DelegationStatus[];

  @IdField({ label: '人员', optional: true, description: '被代理人或代理人' })
  userId?: string;
}

export class CandidateQuery {
  @IdField({ label: '被代理人', optional: true, description: '不填为本人' })
  delegatorId?: string;
}
