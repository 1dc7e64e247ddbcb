import { Injectable } from '@nestjs/common';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { ledgerModel, ledgerTable } from '../../registers/ledger/ledger.printing.js';
import { LedgerRows } from '../../registers/ledger/ledger.rows.js';
import { shanghaiMinute, workbookOf } from '../../registers/ledger/sheet.printing.js';
import { topicOf } from './campaign-topic.js';
import { progressLetter } from './progress-letter.js';
import { issuesInWindow } from './report.balance.js';
import type { SealingFacts } from './report.sealing-facts.js';
import type { SnapshotContents } from './report.snapshot.js';
import { figuresOfUnits } from './summary-figures.reads.js';
import { nilSentence } from './summary-texts.rules.js';

/** Makes the contents of a sealed month ledger (D04), and of the progress report that goes with it (D12). */
@Injectable()
export class LedgerSnapshots {
  constructor(private readonly rows: LedgerRows) {}

  /** Rows, totals and balance as printed; `db` must see the books as closed at the window's end. */
  async build(
    db: Queryable,
    facts: SealingFacts,
    kind: 'LEDGER' | 'PROGRESS',
  ): Promise<SnapshotContents> {
    const { balance, window, report, today, isNil } = facts;
    const issueIds = await issuesInWindow(db, window);
    const month = report.coversTo.slice(0, 7);
    const lines = await this.rows.load(db, issueIds, { asOf: today, month });
    const figures = await figuresOfUnits(db, window.campaignId, window.unitIds, today);
    const notes = [...(isNil ? [nilSentence(facts)] : []), ...(report.narrative.notes ?? [])];
    const context = { furniture: furnitureOf(facts), balance, notes };
    const ledger = {
      document: ledgerModel(lines, context),
      workbook: workbookOf(ledgerTable(lines, context)),
      figures,
    };
    if (kind === 'LEDGER') return { kind, ...ledger };
    return { kind, ...ledger, letter: progressLetter(facts, figures) };
  }
}

function furnitureOf({ header, report, campaign }: SealingFacts): SheetFurniture {
  return {
    title: `${topicOf(campaign.title)}整改台账`,
    paper: 'A4',
    unit: header.unitName,
    period: header.periodLabel,
    asOf: shanghaiMinute(header.asOf),
    snapshotHash: '',
    preparedBy: header.preparedByName,
    reviewedBy: report.narrative.reviewedBy ?? '',
    leader: header.sealedByName,
    phone: report.narrative.phone ?? '',
  };
}
