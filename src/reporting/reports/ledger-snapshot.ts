import { Injectable } from '@nestjs/common';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { ledgerModel, ledgerTable } from '../../registers/ledger/ledger.printing.js';
import { LedgerRows } from '../../registers/ledger/ledger.rows.js';
import { shanghaiMinute, workbookOf } from '../../registers/ledger/sheet.printing.js';
import { topicOf } from './campaign-topic.js';
import { issuesInWindow } from './report.balance.js';
import type { SealingFacts } from './report.sealing-facts.js';
import type { LedgerSnapshot } from './report.snapshot.js';

/** Makes the contents of a sealed month ledger (D04). */
@Injectable()
export class LedgerSnapshots {
  constructor(private readonly rows: LedgerRows) {}

  /** Rows, totals and balance as printed; `db` must see the books as closed at the window's end. */
  async build(db: Queryable, facts: SealingFacts): Promise<LedgerSnapshot> {
    const { header, balance, window, report, today } = facts;
    const issueIds = await issuesInWindow(db, window);
    const month = report.coversTo.slice(0, 7);
    const lines = await this.rows.load(db, issueIds, { asOf: today, month });
    const furniture = furnitureOf(facts);
    const notes = [...(header.isNil ? [nilNote(facts)] : []), ...(report.narrative.notes ?? [])];
    const context = { furniture, balance, notes };
    return {
      format: 1,
      kind: 'LEDGER',
      header,
      balance,
      document: ledgerModel(lines, context),
      workbook: workbookOf(ledgerTable(lines, context)),
    };
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

/** The sentence of a nil report (domain §5.5). */
function nilNote({ header, balance }: SealingFacts): string {
  return (
    `零报告。${header.unitName}${header.periodLabel}无新增、重开、移交和销号问题，` +
    `原有${balance.closing}个未销号问题推进情况见台账。`
  );
}
