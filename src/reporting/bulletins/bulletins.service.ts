import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  Problem,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { leakFaults } from '../cases/anonymity.rules.js';
import { CaseQueries } from '../cases/case.queries.js';
import { reaches } from '../reports/report.scope.js';
import type { BulletinBody } from './bulletin.body.js';
import type { CreateBulletinBody, EditBulletinBody } from './bulletin.dto.js';
import { Bulletin } from './bulletin.entity.js';
import { bulletinModel, type IssuedBulletin, sealed } from './bulletin.model.js';
import { BulletinDocuments } from './bulletin.documents.js';
import { BulletinQueries } from './bulletin.queries.js';
import { issuanceFaults } from './bulletin-gates.rules.js';

type BulletinPatch = Partial<Omit<Bulletin, 'id' | 'version'>>;

/** Composing and issuing bulletins. */
@Injectable()
export class BulletinsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly queries: BulletinQueries,
    private readonly documents: BulletinDocuments,
    private readonly audit: AuditLog,
  ) {}

  create(caller: Caller, body: CreateBulletinBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.bureauFor(tx, caller, body.campaignId);
      await this.assertParts(tx, bureauId, body.campaignId, body);
      const row: Bulletin = {
        id: newId(),
        campaignId: body.campaignId,
        bureauId,
        status: 'DRAFT',
        docNo: null,
        quarter: body.quarter,
        caseIds: body.caseIds,
        title: edited(body.title),
        opening: edited(body.opening),
        analysis: edited(body.analysis),
        demands: body.demands ?? null,
        followUp: edited(body.followUp),
        feedbackOn: body.feedbackOn ?? null,
        recipients: edited(body.recipients),
        ...(await this.filledIn(tx, bureauId, body)),
        composedBy: caller.userId,
        composedByName: caller.name,
        createdAt: tx.now,
        updatedAt: tx.now,
        issuedOn: null,
        issuedAt: null,
        issuedBy: null,
        issuedByName: null,
        snapshot: null,
        sha256: null,
        version: 1,
      };
      await tx.insert(Bulletin, row);
      this.record(tx, caller, row, 'bulletin.create', { caseIds: row.caseIds });
      return this.queries.body(tx, caller, row);
    });
  }

  edit(caller: Caller, id: string, version: number, body: EditBulletinBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      await this.assertReach(tx, caller, row, 'bulletin.compose');
      assertCurrent(row, version);
      await this.assertParts(tx, row.bureauId, row.campaignId, body);
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      const filled: Readonly<Record<string, unknown>> = await this.filledIn(tx, row.bureauId, body);
      const patch: BulletinPatch = Object.fromEntries(
        given.map(([key, value]: [string, unknown]) => [key, value ?? filled[key] ?? null]),
      );
      const detail = { fields: Object.keys(patch) };
      return this.complete(tx, caller, row, patch, 'bulletin.edit', detail);
    });
  }

  /**
   * 签发: numbers the bulletin, seals the document and freezes the row.
   * @throws 422 naming each case that may not be published yet; 403 for the composer.
   */
  async issue(caller: Caller, id: string, version: number): Promise<BulletinBody> {
    // What cannot be printed is refused while it can still be corrected.
    await this.documents.pdf(caller, id);
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      await this.assertReach(tx, caller, row, 'bulletin.issue');
      if (await this.queries.isComposer(tx, row, caller.userId)) {
        throw new Problem(403, 'SELF_ISSUE', '编排通报的人不能签发它。');
      }
      assertCurrent(row, version);
      const issuedOn = businessDate(tx.now);
      // The number first: its counter makes issuers of one bureau wait for each other, so that the
      // second sees which cases the first has published.
      const docNo = await this.nextDocNo(tx, row.bureauId, issuedOn.slice(0, 4));
      await this.assertGates(tx, row, issuedOn);
      const content = await this.issuedContent(tx, caller, row, docNo, issuedOn);
      const { text, sha256 } = sealed(content);
      const patch: BulletinPatch = {
        status: 'ISSUED',
        docNo,
        title: content.document.title,
        issuedOn,
        issuedAt: tx.now,
        issuedBy: caller.userId,
        issuedByName: caller.name,
        snapshot: text,
        sha256,
      };
      return this.complete(tx, caller, row, patch, 'bulletin.issue', { docNo, sha256 });
    });
  }

  private async issuedContent(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    docNo: string,
    issuedOn: string,
  ): Promise<IssuedBulletin> {
    const tree = await this.units.load(tx);
    const cases = await this.cases.byIds(tx, row.caseIds);
    const subject = await this.queries.subject(tx, row);
    return {
      format: 1,
      bulletinId: row.id,
      docNo,
      issuedOn,
      issuedByName: caller.name,
      composedByName: row.composedByName,
      cases: cases.map(({ id: caseId, caseNo }) => ({ id: caseId, caseNo })),
      document: bulletinModel(row, subject, tree, { docNo, issuedOn }),
    };
  }

  private async assertGates(tx: Tx, row: Bulletin, today: string): Promise<void> {
    const facts = {
      cases: await this.cases.byIds(tx, row.caseIds),
      caseIds: row.caseIds,
      disclosure: row.disclosure,
      feedbackOn: row.feedbackOn,
      publishedIds: await this.queries.publishedCaseIds(tx, row.bureauId),
    };
    const faults = issuanceFaults(facts, today);
    if (faults.length > 0) throw ruleBroken('BULLETIN_GATES', '通报还不能签发。', faults);
  }

  /** Cases of the campaign, co-signing units of the bureau, texts without personal data. */
  private async assertParts(
    tx: Tx,
    bureauId: string,
    campaignId: string,
    body: EditBulletinBody,
  ): Promise<void> {
    const { title, opening, analysis, followUp, recipients, copies } = body;
    const demands = body.demands ?? [];
    const faults: FieldFault[] = leakFaults(
      {
        title,
        opening,
        analysis,
        followUp,
        recipients,
        copies,
        ...Object.fromEntries(demands.map(({ text }, index) => [`demands[${index}].text`, text])),
      },
      [],
    );
    const found = await this.cases.byIds(tx, body.caseIds ?? []);
    const known = new Set(found.filter((row) => row.campaignId === campaignId).map(({ id }) => id));
    for (const [index, id] of (body.caseIds ?? []).entries()) {
      if (known.has(id)) continue;
      const message = '本次专项治理中没有这个案例';
      faults.push({ path: `caseIds[${index}]`, code: 'UNKNOWN_CASE', message });
    }
    const tree = await this.units.load(tx);
    for (const [index, id] of (body.coUnitIds ?? []).entries()) {
      if (tree.isWithin(id, bureauId) && id !== bureauId) continue;
      faults.push({ path: `coUnitIds[${index}]`, code: 'UNKNOWN_UNIT', message: '没有这个单位' });
    }
    if (faults.length > 0) throw ruleBroken('BULLETIN_FIELDS', '通报内容有误。', faults);
  }

  /** The fields that are never empty: as given, else as by default. */
  private async filledIn(
    tx: Tx,
    bureauId: string,
    { copies, coUnitIds, disclosure }: EditBulletinBody,
  ): Promise<Pick<Bulletin, 'copies' | 'coUnitIds' | 'disclosure'>> {
    return {
      copies: copies ?? '',
      coUnitIds: coUnitIds ?? (await this.residentGroups(tx, bureauId)),
      disclosure: disclosure ?? 'INTERNAL',
    };
  }

  private async residentGroups(tx: Tx, bureauId: string): Promise<string[]> {
    const tree = await this.units.load(tx);
    return tree.units
      .filter((unit) => unit.parentId === bureauId && unit.type === 'DISCIPLINE_RESIDENT')
      .filter((unit) => unit.disabledAt === null)
      .map(({ id }) => id);
  }

  private async bureauFor(tx: Tx, caller: Caller, campaignId: string): Promise<string> {
    const campaign = await this.campaigns.find(tx, campaignId);
    const tree = await this.units.load(tx);
    if (!campaign || !reaches(caller, 'bulletin.compose', campaign.ownerUnitId, tree)) {
      throw ruleBroken('UNKNOWN_CAMPAIGN', '没有这个专项治理。', [
        { path: 'campaignId', code: 'UNKNOWN_CAMPAIGN', message: '没有这个专项治理' },
      ]);
    }
    return campaign.ownerUnitId;
  }

  private async assertReach(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    action: 'bulletin.compose' | 'bulletin.issue',
  ): Promise<void> {
    const tree = await this.units.load(tx);
    if (!reaches(caller, action, row.bureauId, tree)) throw forbidden();
  }

  /** 发文字号: 机关代字发〔year〕n号, n without leading zeros (GB/T 9704-2012 §7.2.5). */
  private async nextDocNo(tx: Tx, bureauId: string, year: string): Promise<string> {
    const { docCode } = (await this.units.load(tx)).get(bureauId);
    if (docCode === '') {
      throw conflict('NO_DOC_CODE', '本单位没有设置机关代字，请系统管理员在单位信息中补填。');
    }
    const prefix = `${docCode}发〔${year}〕`;
    return `${prefix}${await tx.nextNumber(`doc:${bureauId}:${prefix}`)}号`;
  }

  private async complete(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    patch: BulletinPatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<BulletinBody> {
    const changes = { ...patch, version: row.version + 1, updatedAt: tx.now };
    const changed = await tx.update(Bulletin, { id: row.id, version: row.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: Bulletin = { ...row, ...changes };
    this.record(tx, caller, after, action, detail);
    return this.queries.body(tx, caller, after);
  }

  private record(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'bulletin',
      subjectId: row.id,
      detail: { quarter: row.quarter, ...detail },
    });
  }
}

/** An emptied text is the generated one again. */
const edited = (text: string | undefined): string | null => (text ? text : null);

function assertCurrent(row: Bulletin, version: number): void {
  if (row.version !== version) throw staleVersion();
  if (row.status === 'ISSUED') throw conflict('ISSUED', '通报已经印发，不能再修改或签发。');
}
