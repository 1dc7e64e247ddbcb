import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { HeadedText } from '../../documents/models-official.js';
import { type Caller, peopleBehind } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import type { Decision } from '../../registers/codes.js';
import { CaseQueries } from '../cases/case.queries.js';
import { CaseFigures } from '../cases/case-figures.service.js';
import type {
  BulletinBody,
  BulletinListItem,
  BulletinStepBody,
  NoticeRef,
} from './bulletin.body.js';
import type { BulletinStep } from './bulletin.codes.js';
import type { BulletinListQuery } from './bulletin.dto.js';
import type { Bulletin, SignedCase, TextChange } from './bulletin.entity.js';
import {
  type BulletinDocument,
  type BulletinMatter,
  documentOf,
  finished,
  issuedDocument,
  subjectOf,
} from './bulletin.model.js';
import { visibleSql } from './bulletin.scope.js';
import { bodyOf, listItem } from './bulletin.views.js';
import { bulletinsWaitingFor, composedBy } from './bulletin.waiting.js';

type StoredBulletin = Omit<
  Bulletin,
  | 'caseIds'
  | 'demands'
  | 'coUnitIds'
  | 'changes'
  | 'receiverIds'
  | 'chain'
  | 'legalCheck'
  | 'signedCases'
> & {
  caseIds: string;
  demands: string | null;
  coUnitIds: string;
  changes: string | null;
  receiverIds: string | null;
  chain: string | null;
  legalCheck: number;
  signedCases: string | null;
};

export interface StepRow extends BulletinStepBody {
  readonly step: BulletinStep;
  readonly decision: Decision;
  readonly decidedBy: string;
}

/**
 * Reads of bulletins. Drafts are seen by those who work on them in the bureau; issued ones by everyone
 * below the bureau too, whom they are addressed to.
 */
@Injectable()
export class BulletinQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly cases: CaseQueries,
    private readonly figures: CaseFigures,
  ) {}

  async list(caller: Caller, query: BulletinListQuery): Promise<Page<BulletinListItem>> {
    const tree = await this.units.load();
    const waiting = query.waitingForMe
      ? [sql`b.id IN ${inList(await bulletinsWaitingFor(this.reader, caller, tree))}`]
      : [];
    const where = join(
      [
        visibleSql(caller, tree),
        ...waiting,
        ...(query.campaignId ? [sql`b.campaign_id = ${query.campaignId}`] : []),
        ...(query.quarter ? [sql`b.quarter = ${query.quarter}`] : []),
        ...(query.status?.length ? [sql`b.status IN ${inList(query.status)}`] : []),
        ...(query.noticeKind?.length ? [sql`b.notice_kind IN ${inList(query.noticeKind)}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<StoredBulletin>(sql`
      SELECT b.* FROM bulletins AS b WHERE ${where}
      ORDER BY b.quarter DESC, b.id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM bulletins AS b WHERE ${where}`,
    );
    const items: BulletinListItem[] = [];
    for (const row of rows.map(parsed)) {
      const title = row.title ?? (await this.document(this.reader, row)).document.title;
      items.push(listItem(row, title));
    }
    return { items, total: total?.total ?? 0, page: query.page, pageSize: query.pageSize };
  }

  /** How many bulletins the list has with `waitingForMe`. */
  async countWaiting(caller: Caller): Promise<number> {
    return (await bulletinsWaitingFor(this.reader, caller, await this.units.load())).length;
  }

  async get(caller: Caller, id: string): Promise<BulletinBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** @throws 404 when the bulletin does not exist or the caller may not see it. */
  async load(db: Queryable, caller: Caller, id: string): Promise<Bulletin> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredBulletin>(
      sql`SELECT b.* FROM bulletins AS b WHERE b.id = ${id} AND ${visibleSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return parsed(row);
  }

  /** Says nothing about scope: for a notice that names the bulletin it is about. */
  async byId(db: Queryable, id: string): Promise<Bulletin | undefined> {
    const row = await db.one<StoredBulletin>(sql`SELECT * FROM bulletins WHERE id = ${id}`);
    return row && parsed(row);
  }

  /** Ids of the cases that signed bulletins of the bureau contain and nobody has withdrawn. */
  async publishedCaseIds(db: Queryable, bureauId: string, exceptId = ''): Promise<string[]> {
    const rows = await db.all<{ caseIds: string }>(sql`
      SELECT b.case_ids FROM bulletins AS b
      WHERE b.bureau_id = ${bureauId} AND b.id <> ${exceptId}
        AND b.status IN ('SIGNED', 'NUMBERED', 'ISSUED')
        AND NOT EXISTS (SELECT n.id FROM bulletins AS n
          WHERE n.target_id = b.id AND n.notice_kind = 'WITHDRAWAL' AND n.status = 'ISSUED')`);
    return rows.flatMap(({ caseIds }) => JSON.parse(caseIds) as string[]);
  }

  /** Corrections and withdrawals of a bulletin, oldest first; cancelled drafts are left out. */
  async notices(db: Queryable, id: string): Promise<NoticeRef[]> {
    return db.all<NoticeRef>(sql`
      SELECT id, notice_kind AS kind, doc_no, status FROM bulletins
      WHERE target_id = ${id} AND status <> 'CANCELLED' ORDER BY id`);
  }

  async steps(db: Queryable, id: string): Promise<StepRow[]> {
    return db.all<StepRow>(
      sql`SELECT * FROM bulletin_steps WHERE bulletin_id = ${id} ORDER BY decided_at, id`,
    );
  }

  /** True when the caller, or whom he acts for, has composed, edited or submitted it at any time. */
  async isComposer(db: Queryable, row: Bulletin, caller: Caller): Promise<boolean> {
    const asked = await facingRecord(db, caller, row.id);
    return (await composedBy(db, () => peopleBehind(asked), [row])).has(row.id);
  }

  async matter(db: Queryable, row: Bulletin): Promise<BulletinMatter> {
    const campaign = await this.campaigns.get(db, row.campaignId);
    const cases = await this.cases.byIds(db, row.caseIds);
    const subject = subjectOf(row, campaign.title, cases, await this.units.load(db));
    const dealtPersonCount = await this.figures.dealtPersonCount(db, cases);
    const target = row.targetId === null ? undefined : await this.byId(db, row.targetId);
    return {
      subject: { ...subject, dealtPersonCount },
      target: target && {
        id: target.id,
        docNo: target.docNo ?? '',
        title: target.title ?? '',
      },
    };
  }

  /** As issued; as signed, under its number when it has one; else as it would now be written. */
  async document(db: Queryable, row: Bulletin): Promise<BulletinDocument> {
    if (row.snapshot !== null) return issuedDocument(row.snapshot);
    if (row.signedDocument !== null) {
      const signed = JSON.parse(row.signedDocument) as BulletinDocument;
      return finished(signed, row.docNo ?? '', row.issuedOn ?? '');
    }
    return documentOf(row, await this.matter(db, row), await this.units.load(db));
  }

  async body(db: Queryable, caller: Caller, row: Bulletin): Promise<BulletinBody> {
    return bodyOf(await facingRecord(db, caller, row.id), row, {
      tree: await this.units.load(db),
      document: await this.document(db, row),
      steps: await this.steps(db, row.id),
      notices: await this.notices(db, row.id),
      isComposer: await this.isComposer(db, row, caller),
    });
  }
}

const listOf = <T>(text: string | null): T[] | null =>
  text === null ? null : (JSON.parse(text) as T[]);

const parsed = (row: StoredBulletin): Bulletin => ({
  ...row,
  caseIds: JSON.parse(row.caseIds) as string[],
  demands: listOf<HeadedText>(row.demands),
  coUnitIds: JSON.parse(row.coUnitIds) as string[],
  changes: listOf<TextChange>(row.changes),
  receiverIds: listOf<string>(row.receiverIds),
  chain: listOf<BulletinStep>(row.chain),
  legalCheck: Boolean(row.legalCheck),
  signedCases: listOf<SignedCase>(row.signedCases),
});
