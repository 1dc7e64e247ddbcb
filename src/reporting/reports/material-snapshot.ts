import type { WorkbookModel } from '../../documents/models-workbook.js';
import { shanghaiMinute, sheetColumn } from '../../registers/ledger/sheet.printing.js';
import { materialLetter } from './progress-letter.js';
import type { SealingFacts } from './report.sealing-facts.js';
import type { SnapshotContents } from './report.snapshot.js';

/** Contents of a sealed report that is made of files and text: the letter, and the list of the files. */
export function materialContents(facts: SealingFacts): SnapshotContents {
  return { kind: 'MATERIAL', letter: materialLetter(facts), workbook: listOfFiles(facts) };
}

const COLUMNS = [
  sheetColumn('序号', 'seq', 6, 'integer'),
  sheetColumn('报送要求', 'slot', 40),
  sheetColumn('文件', 'fileName', 40),
  sheetColumn('内容摘要（SHA-256）', 'sha256', 66),
];

function listOfFiles({ header, attachments, report }: SealingFacts): WorkbookModel {
  const title = `${header.ruleName}材料清单`;
  const rows = attachments.map(({ seq, slot, fileName, sha256 }) => ({
    seq,
    slot: slot ?? '',
    fileName,
    sha256,
  }));
  const reasons = (report.narrative.withoutAttachment ?? []).map(
    (reason) => `未报“${reason.title}”：${reason.text}`,
  );
  return {
    title,
    sheets: [
      {
        name: '材料清单',
        title,
        subtitle: [
          `填报单位：${header.unitName}`,
          `${header.periodLabel}　截至${shanghaiMinute(header.asOf)}`,
        ],
        columns: COLUMNS,
        rows,
        footer: [...(header.isNil ? ['零报告'] : []), ...reasons],
        landscape: true,
      },
    ],
  };
}
