import type { SealedContents, SealedFigure } from './report.body.js';
import { sectionsOf, writtenNotesOf } from './report-correction.rules.js';
import type { ReportVersion } from './report-version.entity.js';
import type { Snapshot } from './report.snapshot.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/**
 * What a sealed version says, as far as it is read and corrected on a screen.
 * @param listsIssues false for those who see figures and texts, not the single matters (domain §1.2).
 */
export function contentsOf(
  { versionNo, sha256 }: Pick<ReportVersion, 'versionNo' | 'sha256'>,
  snapshot: Snapshot,
  listsIssues: boolean,
): SealedContents {
  const { header, balance } = snapshot;
  const material = snapshot.kind === 'MATERIAL';
  return {
    versionNo,
    sha256,
    asOf: header.asOf,
    isNil: header.isNil,
    balance: material ? null : balance,
    figures: material ? [] : sealedFigures(snapshot.figures),
    sections: sectionsOf(snapshot),
    notes: listsIssues ? writtenNotesOf(snapshot) : [],
    rows: listsIssues ? rowsOf(snapshot) : [],
  };
}

/** The figures under the ids that statistics know them by. */
export const sealedFigures = (figures: SummaryFigures): SealedFigure[] => [
  { id: 'total', value: figures.total },
  { id: 'closed', value: figures.closed },
  { id: 'open', value: figures.open },
  { id: 'overdueCount', value: figures.overdueNos.length },
  { id: 'carriedOver', value: figures.carriedOver },
  { id: 'extended', value: figures.extended },
];

function rowsOf(snapshot: Snapshot): SealedContents['rows'] {
  if (snapshot.kind !== 'LEDGER' && snapshot.kind !== 'PROGRESS') return [];
  return snapshot.document.rows.map(
    ({ issueNo, category, statement, causeAnalysis, progress, status, remark }) => ({
      issueNo,
      category,
      statement,
      causeAnalysis,
      progress,
      status,
      remark,
    }),
  );
}
