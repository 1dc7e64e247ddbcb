import { Injectable } from '@nestjs/common';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Bulletin, BulletinFollowUp } from './bulletin.entity.js';
import { BulletinQueries } from './bulletin.queries.js';
import { defaultReceivers } from './bulletin-receivers.rules.js';
import type { FollowUpRow } from './follow-up.queries.js';

/** Tells the receivers of a bulletin of it and of their self-check, in the transaction of the act. */
@Injectable()
export class BulletinMessages {
  constructor(
    private readonly notifier: Notifier,
    private readonly units: UnitCatalog,
    private readonly queries: BulletinQueries,
  ) {}

  /**
   * The staff of all units that it is addressed to, whether they owe a self-check or not; of a correction
   * or withdrawal, those whom the bulletin itself was sent to.
   */
  async issued(tx: Tx, row: Bulletin): Promise<void> {
    const tree = await this.units.load(tx);
    const target = row.targetId === null ? undefined : await this.queries.byId(tx, row.targetId);
    const named = (target ?? row).receiverIds ?? [];
    const receivers = [...defaultReceivers(row.bureauId, tree), ...named];
    for (const unitId of new Set(receivers)) {
      await this.notifier.notify(tx, {
        topic: 'BULLETIN_ISSUED',
        dedupeKey: `bulletin:${row.id}:issued`,
        to: { unitId, anyOf: ['bulletin.read'] },
        title: `通报印发：${row.docNo ?? ''} ${row.title ?? ''}`,
        body: `${tree.get(row.bureauId).name}已印发，请阅知。`,
        subject: { type: 'bulletin', id: row.id },
      });
    }
  }

  /** Those who answer for the unit. */
  async selfCheck(
    tx: Tx,
    { id, unitId, dueOn }: Pick<BulletinFollowUp, 'id' | 'unitId' | 'dueOn'>,
    docNo: string,
  ): Promise<void> {
    await this.notifier.notify(tx, {
      topic: 'FOLLOW_UP',
      dedupeKey: `follow-up:${id}`,
      to: { unitId, anyOf: ['bulletin.answer'] },
      title: `通报自查：请对照${docNo}自查`,
      body: `请签收，并于${chineseDate(dueOn)}前反馈自查情况。`,
      subject: { type: 'bulletinFollowUp', id },
    });
  }

  /** Once more those who answer: what they reported does not do. */
  async selfCheckReturned(tx: Tx, { id, unitId, version, docNo }: FollowUpRow): Promise<void> {
    await this.notifier.notify(tx, {
      topic: 'FOLLOW_UP',
      dedupeKey: `follow-up:${id}:returned:${version}`,
      to: { unitId, anyOf: ['bulletin.answer'] },
      title: `通报自查退回：${docNo}`,
      body: '请按补充要求重新反馈自查情况。',
      subject: { type: 'bulletinFollowUp', id },
    });
  }
}
