import { Injectable } from '@nestjs/common';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import type { Tx } from '../../platform/database/tx.js';
import type { NotificationTopic } from '../../notifications/notification.codes.js';
import { Notifier } from '../../notifications/notifier.js';
import { receiverUnitOf } from './report.actions.js';
import type { ReportRow } from './report.queries.js';

interface Words {
  readonly topic: NotificationTopic;
  /** Tells one occasion from the next on the same report. */
  readonly occasion: string;
  readonly title: string;
  readonly body: string;
}

/** Tells the other side of a report what has happened to it. */
@Injectable()
export class ReportNotices {
  constructor(
    private readonly notifier: Notifier,
    private readonly units: UnitCatalog,
  ) {}

  /** To those who receive it. */
  async toReceiver(tx: Tx, report: ReportRow, words: (subject: string) => Words): Promise<void> {
    const tree = await this.units.load(tx);
    await this.send(tx, report, words, {
      unitId: receiverUnitOf(report, tree),
      divisionId: report.receiverDivisionId,
      anyOf: ['report.review'],
    });
  }

  /** To those who prepare and sign it. */
  async toReporter(tx: Tx, report: ReportRow, words: (subject: string) => Words): Promise<void> {
    await this.send(tx, report, words, {
      unitId: report.unitId,
      anyOf: ['report.prepare', 'report.submit'],
    });
  }

  private async send(
    tx: Tx,
    report: ReportRow,
    words: (subject: string) => Words,
    to: Parameters<Notifier['notify']>[1]['to'],
  ): Promise<void> {
    const tree = await this.units.load(tx);
    const name = report.terms?.name ?? report.ruleCode;
    const subject = `${tree.find(report.unitId)?.name ?? ''}${report.periodLabel}《${name}》`;
    const { topic, occasion, title, body } = words(subject);
    await this.notifier.notify(tx, {
      topic,
      dedupeKey: `${topic}:${report.id}:${occasion}`,
      to,
      title,
      body,
      subject: { type: 'report', id: report.id },
    });
  }
}
