import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Clock } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import type { Page } from '../../platform/http/paging.js';
import { IssueQueries } from '../issues/issue.queries.js';
import type { LedgerLine } from './ledger.body.js';
import { type LedgerListQuery, onTheBooks } from './ledger.dto.js';
import { LedgerRows } from './ledger.rows.js';

/** 整改台账 as a list: the page of 问题清单, told with everything the other registers hold. */
@Injectable()
export class LedgerQueries {
  constructor(
    private readonly reader: Reader,
    private readonly issues: IssueQueries,
    private readonly rows: LedgerRows,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, { month, ...query }: LedgerListQuery): Promise<Page<LedgerLine>> {
    const page = await this.issues.list(caller, onTheBooks(query));
    const issueIds = page.items.map(({ id }) => id);
    const at = { asOf: this.clock.today(), month };
    return { ...page, items: await this.rows.load(this.reader, issueIds, at) };
  }
}
