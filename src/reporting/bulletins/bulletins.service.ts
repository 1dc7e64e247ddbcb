import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { leakFaults } from '../cases/anonymity.rules.js';
import { CaseQueries } from '../cases/case.queries.js';
import { HandOverQueries } from '../cases/hand-over.queries.js';
import { reaches } from '../../identity/scope.js';
import type { BulletinBody } from './bulletin.body.js';
import { BULLETIN_STATUS } from './bulletin.codes.js';
import { BulletinDocuments } from './bulletin.documents.js';
import type { CreateBulletinBody, EditBulletinBody } from './bulletin.dto.js';
import { Bulletin } from './bulletin.entity.js';
import { BulletinNames } from './bulletin-names.js';
import { BulletinQueries } from './bulletin.queries.js';
import { isEditable, mayCancel } from './bulletin.views.js';
import { chainFor } from './bulletin-chain.rules.js';
import { orderedIds } from './bulletin-order.rules.js';
import { type BulletinPatch, BulletinWriter } from './bulletin-writer.js';

/** A bulletin nobody has written anything in. */
export const BLANK_BULLETIN = {
  status: 'DRAFT',
  noticeKind: null,
  targetId: null,
  reason: null,
  changes: null,
  caseOrder: null,
  receiverIds: null,
  legalCheck: false,
  round: 0,
  chain: null,
  submittedBy: null,
  signedOn: null,
  signedDocument: null,
  signedCases: null,
  docNo: null,
  issuedOn: null,
  issuedAt: null,
  issuedBy: null,
  issuedByName: null,
  snapshot: null,
  sha256: null,
  version: 1,
} as const;

/** Composing bulletins and handing them in. */
@Injectable()
export class BulletinsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly handOvers: HandOverQueries,
    private readonly names: BulletinNames,
    private readonly queries: BulletinQueries,
    private readonly documents: BulletinDocuments,
    private readonly writer: BulletinWriter,
  ) {}

  create(caller: Caller, body: CreateBulletinBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.bureauFor(tx, caller, body.campaignId);
      await this.assertParts(tx, bureauId, body.campaignId, body, body.caseIds);
      const caseOrder = body.caseOrder ?? null;
      const row: Bulletin = {
        ...BLANK_BULLETIN,
        id: newId(),
        campaignId: body.campaignId,
        bureauId,
        quarter: body.quarter,
        caseIds: await this.inOrder(tx, body.caseIds, caseOrder),
        caseOrder,
        title: edited(body.title),
        opening: edited(body.opening),
        analysis: edited(body.analysis),
        demands: body.demands ?? null,
        followUp: edited(body.followUp),
        feedbackOn: body.feedbackOn ?? null,
        recipients: edited(body.recipients),
        receiverIds: body.receiverIds ?? null,
        ...(await this.filledIn(tx, bureauId, body)),
        composedBy: caller.userId,
        composedByName: caller.name,
        createdAt: tx.now,
        updatedAt: tx.now,
      };
      await tx.insert(Bulletin, row);
      this.writer.record(tx, caller, row, 'bulletin.create', { caseIds: row.caseIds });
      return this.queries.body(tx, caller, row);
    });
  }

  edit(caller: Caller, id: string, version: number, body: EditBulletinBody): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version);
      if (body.changes && row.noticeKind !== 'CORRECTION') {
        throw ruleBroken('BULLETIN_FIELDS', '通报内容有误。', [
          { path: 'changes', code: 'NOT_APPLICABLE', message: '只有更正通知才有更正内容' },
        ]);
      }
      const caseIds = body.caseIds ?? row.caseIds;
      await this.assertParts(tx, row.bureauId, row.campaignId, body, caseIds);
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      const filled: Readonly<Record<string, unknown>> = await this.filledIn(tx, row.bureauId, body);
      const patch: BulletinPatch = Object.fromEntries(
        given.map(([key, value]: [string, unknown]) => [key, value ?? filled[key] ?? null]),
      );
      const caseOrder = patch.caseOrder === undefined ? row.caseOrder : patch.caseOrder;
      if (body.caseIds || caseOrder) patch.caseIds = await this.inOrder(tx, caseIds, caseOrder);
      const detail = { fields: Object.keys(patch) };
      return this.writer.complete(tx, caller, row, patch, 'bulletin.edit', detail);
    });
  }

  /** 报送会签、核稿、审批: fixes the steps of this round. What cannot be printed is refused here. */
  async submit(caller: Caller, id: string, version: number): Promise<BulletinBody> {
    await this.documents.pdf(caller, id);
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version);
      if (row.noticeKind === null && row.caseIds.length === 0) {
        throw ruleBroken('BULLETIN_FIELDS', '通报内容有误。', [
          { path: 'caseIds', code: 'TOO_FEW', message: '通报至少要有一个案例' },
        ]);
      }
      const chain = chainFor({ ...row, money: await this.isAboutMoney(tx, row) });
      const round = row.round + 1;
      const patch: BulletinPatch = { status: 'REVIEW', round, chain, submittedBy: caller.userId };
      return this.writer.complete(tx, caller, row, patch, 'bulletin.submit', { round, chain });
    });
  }

  /** 撤稿 before it is issued. The draft stays, with its reason; a number that it had is not used again. */
  cancel(caller: Caller, id: string, version: number, reason: string): Promise<BulletinBody> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      const tree = await this.units.load(tx);
      const reach = (action: 'bulletin.compose' | 'bulletin.issue'): boolean =>
        reaches(caller, action, row.bureauId, tree);
      if (!reach('bulletin.compose') && !reach('bulletin.issue')) throw forbidden();
      if (row.version !== version) throw staleVersion();
      if (row.status === 'ISSUED') {
        throw conflict('ISSUED', '通报已经印发，不能撤稿，请用“撤回”。');
      }
      if (row.status === 'CANCELLED') throw conflict('WRONG_STATUS', '通报已经撤稿。');
      if (!mayCancel(row, reach)) throw forbidden('通报签发后由签发人撤稿。');
      await this.writer.assertClean(tx, row, { reason });
      const detail = { reason, docNo: row.docNo };
      const patch: BulletinPatch = { status: 'CANCELLED', reason };
      return this.writer.complete(tx, caller, row, patch, 'bulletin.cancel', detail);
    });
  }

  private async begin(tx: Tx, caller: Caller, id: string, version: number): Promise<Bulletin> {
    const row = await this.queries.load(tx, caller, id);
    await this.writer.assertReach(tx, caller, row, 'bulletin.compose');
    if (row.version !== version) throw staleVersion();
    if (isEditable(row)) return row;
    if (row.status === 'ISSUED') throw conflict('ISSUED', '通报已经印发，不能再修改或签发。');
    const status = labelOf(BULLETIN_STATUS, row.status);
    throw conflict('WRONG_STATUS', `通报目前为“${status}”，不能修改或报送。`);
  }

  /** A notice is about money when the bulletin that it names was. */
  private async isAboutMoney(tx: Tx, row: Bulletin): Promise<boolean> {
    const target = row.targetId === null ? undefined : await this.queries.byId(tx, row.targetId);
    const cases = await this.cases.byIds(tx, target?.caseIds ?? row.caseIds);
    return cases.some(({ amountFen }) => (amountFen ?? 0) > 0);
  }

  private async inOrder(
    tx: Tx,
    caseIds: readonly string[],
    order: Bulletin['caseOrder'],
  ): Promise<string[]> {
    return orderedIds(await this.cases.byIds(tx, caseIds), order, await this.units.load(tx));
  }

  /** Cases of the campaign or handed up and accepted, units of the bureau, texts without personal data. */
  private async assertParts(
    tx: Tx,
    bureauId: string,
    campaignId: string,
    body: EditBulletinBody,
    caseIds: readonly string[],
  ): Promise<void> {
    const faults: FieldFault[] = leakFaults(textsOf(body), await this.names.all(tx, caseIds));
    const found = await this.cases.byIds(tx, body.caseIds ?? []);
    const accepted = await this.handOvers.acceptedCaseIds(tx, bureauId);
    const known = new Set(
      found.flatMap((row) =>
        row.campaignId === campaignId || accepted.has(row.id) ? [row.id] : [],
      ),
    );
    for (const [index, id] of (body.caseIds ?? []).entries()) {
      if (known.has(id)) continue;
      const message = '本次专项治理中没有这个案例，下级也没有报送并经接收';
      faults.push({ path: `caseIds[${index}]`, code: 'UNKNOWN_CASE', message });
    }
    const tree = await this.units.load(tx);
    for (const field of ['coUnitIds', 'receiverIds'] as const) {
      for (const [index, id] of (body[field] ?? []).entries()) {
        if (tree.isWithin(id, bureauId) && id !== bureauId) continue;
        faults.push({ path: `${field}[${index}]`, code: 'UNKNOWN_UNIT', message: '没有这个单位' });
      }
    }
    if (faults.length > 0) throw ruleBroken('BULLETIN_FIELDS', '通报内容有误。', faults);
  }

  /** The fields that are never empty: as given, else as by default. */
  private async filledIn(
    tx: Tx,
    bureauId: string,
    { copies, coUnitIds, disclosure, legalCheck }: EditBulletinBody,
  ): Promise<Pick<Bulletin, 'copies' | 'coUnitIds' | 'disclosure' | 'legalCheck'>> {
    return {
      copies: copies ?? '',
      coUnitIds: coUnitIds ?? (await this.residentGroups(tx, bureauId)),
      disclosure: disclosure ?? 'INTERNAL',
      legalCheck: legalCheck ?? false,
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
}

/** Every text that somebody typed, under the path of its field. */
function textsOf(body: EditBulletinBody): Record<string, string | undefined> {
  const { title, opening, analysis, followUp, recipients, copies } = body;
  const demands = (body.demands ?? []).map(
    ({ title: lead, text }, index) => [`demands[${index}].text`, `${lead}。${text}`] as const,
  );
  const changes = (body.changes ?? []).map(
    ({ place, after }, index) => [`changes[${index}].after`, `${place}。${after}`] as const,
  );
  const typed = { title, opening, analysis, followUp, recipients, copies };
  return { ...typed, ...Object.fromEntries([...demands, ...changes]) };
}

/** An emptied text is the generated one again. */
const edited = (text: string | undefined): string | null => (text ? text : null);
