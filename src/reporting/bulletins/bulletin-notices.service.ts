import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, ruleBroken } from '../../platform/http/problem.js';
import { leakFaults } from '../cases/anonymity.rules.js';
import type { BulletinBody } from './bulletin.body.js';
import { BULLETIN_NOTICE_KIND, type BulletinNoticeKind } from './bulletin.codes.js';
import type { BulletinCorrectionBody, WithdrawalBody } from './bulletin.dto.js';
import { Bulletin, type TextChange } from './bulletin.entity.js';
import { textOfDocument } from './bulletin.model.js';
import { BulletinNames } from './bulletin-names.js';
import { noticeFaults } from './bulletin-notice.rules.js';
import { BulletinQueries } from './bulletin.queries.js';
import { isWithdrawn } from './bulletin.views.js';
import { BulletinWriter } from './bulletin-writer.js';
import { BLANK_BULLETIN } from './bulletins.service.js';

/**
 * 更正 and 撤回 of issued bulletins: documents of their own that name the issued one and go through the
 * same approval. The issued one stays as it is.
 */
@Injectable()
export class BulletinNotices {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly names: BulletinNames,
    private readonly queries: BulletinQueries,
    private readonly writer: BulletinWriter,
  ) {}

  /** @throws 422 naming each change whose text before does not stand in the issued bulletin. */
  correct(caller: Caller, id: string, body: BulletinCorrectionBody): Promise<BulletinBody> {
    return this.uow.run((tx) => this.draft(tx, caller, id, 'CORRECTION', body, body.changes));
  }

  withdraw(caller: Caller, id: string, body: WithdrawalBody): Promise<BulletinBody> {
    return this.uow.run((tx) => this.draft(tx, caller, id, 'WITHDRAWAL', body, []));
  }

  private async draft(
    tx: Tx,
    caller: Caller,
    targetId: string,
    noticeKind: BulletinNoticeKind,
    { reason }: { readonly reason: string },
    changes: readonly TextChange[],
  ): Promise<BulletinBody> {
    // The issued bulletin stays as it is, so the counter makes two who draft at once wait for each other.
    await tx.nextNumber(`bulletin-notices:${targetId}`);
    const target = await this.queries.load(tx, caller, targetId);
    await this.writer.assertReach(tx, caller, target, 'bulletin.compose');
    await this.assertFits(tx, target, noticeKind, changes);
    await this.assertClean(tx, target, reason, changes);
    const row: Bulletin = {
      ...BLANK_BULLETIN,
      id: newId(),
      campaignId: target.campaignId,
      bureauId: target.bureauId,
      quarter: target.quarter,
      noticeKind,
      targetId,
      reason,
      changes: changes.length > 0 ? [...changes] : null,
      caseIds: [],
      title: null,
      opening: null,
      analysis: null,
      demands: null,
      followUp: null,
      feedbackOn: null,
      recipients: target.recipients,
      copies: target.copies,
      coUnitIds: target.coUnitIds,
      disclosure: target.disclosure,
      legalCheck: target.legalCheck,
      composedBy: caller.userId,
      composedByName: caller.name,
      createdAt: tx.now,
      updatedAt: tx.now,
    };
    await tx.insert(Bulletin, row);
    const detail = { noticeKind, targetId, docNo: target.docNo, reason };
    this.writer.record(tx, caller, row, 'bulletin.create', detail);
    return this.queries.body(tx, caller, row);
  }

  private async assertFits(
    tx: Tx,
    target: Bulletin,
    kind: BulletinNoticeKind,
    changes: readonly TextChange[],
  ): Promise<void> {
    if (target.noticeKind !== null) {
      throw conflict('IS_NOTICE', '更正、撤回通知本身不能再更正、撤回，请另行更正原通报。');
    }
    if (target.status !== 'ISSUED') {
      throw conflict('NOT_ISSUED', '只有已经印发的通报才能更正、撤回；未印发的请撤稿。');
    }
    const notices = await this.queries.notices(tx, target.id);
    if (isWithdrawn(notices)) throw conflict('WITHDRAWN', '该通报已经撤回。');
    if (notices.some((notice) => notice.kind === kind && notice.status !== 'ISSUED')) {
      const label = labelOf(BULLETIN_NOTICE_KIND, kind);
      throw conflict('NOTICE_PENDING', `该通报已有一份${label}通知正在办理。`);
    }
    const { document } = await this.queries.document(tx, target);
    const text = textOfDocument(document);
    const faults = noticeFaults({ status: target.status, withdrawn: false, text, changes });
    if (faults.length > 0) throw ruleBroken('BULLETIN_FIELDS', '更正内容有误。', faults);
  }

  /** No personal data in what is new; names that the issued bulletin printed are known anyway. */
  private async assertClean(
    tx: Tx,
    target: Bulletin,
    reason: string,
    changes: readonly TextChange[],
  ): Promise<void> {
    const { document } = await this.queries.document(tx, target);
    const printed = textOfDocument(document);
    const names = (await this.names.all(tx, target.caseIds)).filter(
      (name) => !printed.includes(name),
    );
    const texts = {
      reason,
      ...Object.fromEntries(changes.map(({ after }, index) => [`changes[${index}].after`, after])),
    };
    const faults = leakFaults(texts, names);
    if (faults.length > 0) throw ruleBroken('BULLETIN_FIELDS', '更正内容有误。', faults);
  }
}
