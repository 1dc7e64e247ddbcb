import { ApiProperty } from '@nestjs/swagger';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { ISSUE_STATUS, type IssueStatus } from '../codes.js';
import type { Balance } from '../entries/balance.queries.js';
import { BALANCE_BY } from './ledger.dto.js';

const NULLABLE = { nullable: true } as const;

/** 期初 + 新增 + 重开 + 移入 − 销号 − 移出 − 撤并 = 期末. */
export class BalanceFigures implements Balance {
  @OutInteger('期初') opening: number;
  @OutInteger('新增') opened: number;
  @OutInteger('重开') reopened: number;
  @OutInteger('移入（含更正类别转入）') transferredIn: number;
  @OutInteger('销号') closed: number;
  @OutInteger('移出（含更正类别转出、移送）') transferredOut: number;
  @OutInteger('撤并（撤销、并案）') removed: number;
  @OutInteger('期末') closing: number;
}

/**
 * One unit with everything below it, or one category. `own` is what the unit's own account holds: the
 * rows' `own` add up to the total, and a unit's figures are its own and those of its children.
 */
export class BalanceRow extends BalanceFigures {
  @OutObject(() => NamedRef, '单位；按类别时为空', NULLABLE) unit: NamedRef | null;
  @OutId('表中的上级单位；最上一级和按类别时为空', NULLABLE) parentId: string | null;
  @OutCode(PROBLEM_CATEGORY, NULLABLE) category: string | null;
  @OutText('单位或类别名称', { example: '青禾镇人民政府' }) name: string;
  @OutObject(() => BalanceFigures, '本单位自己的账户，不含下级') own: BalanceFigures;
}

export class BalanceBody {
  @OutId('专项治理') campaignId: string;
  @OutDate('起始日期') from: string;
  @OutDate('截止日期') to: string;
  @OutCode(BALANCE_BY) by: string;
  @OutObjects(() => BalanceRow, '没有变动也没有结存的单位、类别不列') rows: BalanceRow[];
  @OutObject(() => BalanceFigures, '合计') total: BalanceFigures;
}

/** Number of issues in each status. */
export class StatusCounts {}
for (const status of ISSUE_STATUS.codes) {
  OutInteger(ISSUE_STATUS.labels[status])(StatusCounts.prototype, status);
}
export type StatusNumbers = Readonly<Record<IssueStatus, number>>;

export class CountsRow {
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutId('表中的上级单位；最上一级为空', NULLABLE) parentId: string | null;
  @ApiProperty({ type: StatusCounts, description: '含下级单位' }) counts: StatusNumbers;
  @ApiProperty({ type: StatusCounts, description: '本单位' }) own: StatusNumbers;
  @OutInteger('各状态合计，含下级单位') total: number;
}

export class CountsBody {
  @OutId('专项治理') campaignId: string;
  @OutObjects(() => CountsRow, '没有问题的单位不列') rows: CountsRow[];
  @ApiProperty({ type: StatusCounts, description: '合计' }) counts: StatusNumbers;
  @OutInteger('问题总数，含草稿和已撤并的') total: number;
}
