import type { Balance } from '../../registers/entries/balance.queries.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { VerificationFault } from './report.body.js';
import type { ReportVersion } from './report-version.entity.js';
import { isBalanced } from './report.balance.js';
import { parseSnapshot, type Snapshot } from './report.snapshot.js';

/** A stored version with the label of its report's period. */
export type StoredVersion = ReportVersion & { readonly periodLabel: string };

export const placeOf = ({ periodLabel, versionNo }: StoredVersion): string =>
  `${periodLabel}第${versionNo}版`;

/** The snapshot, or undefined when its text is no longer one. */
export function readSnapshot(version: StoredVersion): Snapshot | undefined {
  try {
    const snapshot = parseSnapshot(version.snapshot);
    return typeof snapshot.header.sealNo === 'number' ? snapshot : undefined;
  } catch {
    return undefined;
  }
}

/** A unit's versions in the order of their numbers: contents, row and link to the one before. */
export function chainFaults(versions: readonly StoredVersion[]): VerificationFault[] {
  return versions.flatMap((version, index) => {
    const place = placeOf(version);
    const fault = (check: string, message: string): VerificationFault => ({
      check,
      place,
      message,
    });
    const faults: VerificationFault[] = [];
    if (sha256Of(version.snapshot) !== version.sha256) {
      faults.push(fault('HASH', '封存内容与摘要不符，内容已被改动'));
    }
    const { sealNo } = version;
    if (sealNo !== index + 1) faults.push(fault('CHAIN', `封存序号${index + 1}的版本缺失`));
    const expected = versions[index - 1]?.sha256 ?? null;
    if (version.previousHash !== expected) {
      faults.push(fault('CHAIN', '与本单位上一封存版本的摘要不相连'));
    }
    const snapshot = readSnapshot(version);
    if (!snapshot) faults.push(fault('CONTENT', '封存内容无法读取'));
    else {
      const wrong = disagreements(version, snapshot);
      if (wrong.length > 0) {
        faults.push(fault('HEADER', `登记的${wrong.join('、')}与封存内容不符`));
      }
      if (snapshot.summaryHash !== undefined && !isSummaryOf(version, snapshot)) {
        faults.push(fault('SUMMARY', '供汇总用的数字与封存内容不符'));
      }
    }
    return faults;
  });
}

/** Columns of the row that the sealed text repeats, by their names; old texts repeat fewer. */
const REPEATED: readonly (readonly [keyof StoredVersion, keyof Snapshot['header'], string])[] = [
  ['sealNo', 'sealNo', '封存序号'],
  ['versionNo', 'versionNo', '版本号'],
  ['asOf', 'asOf', '截止时点'],
  ['fromSeq', 'fromSeq', '分录起号'],
  ['toSeq', 'toSeq', '分录止号'],
  ['previousHash', 'previousHash', '上一版本摘要'],
  ['id', 'versionId', '版本编号'],
  ['reportId', 'reportId', '所属报告'],
  ['unitId', 'unitId', '填报单位'],
  ['sealedBy', 'sealedBy', '签发人编号'],
  ['sealedByName', 'sealedByName', '签发人'],
  ['sealedAt', 'sealedAt', '封存时间'],
];

const disagreements = (version: StoredVersion, { header }: Snapshot): string[] =>
  REPEATED.filter(
    ([column, field]) => header[field] !== undefined && version[column] !== header[field],
  ).map(([, , label]) => label);

const isSummaryOf = ({ summary }: StoredVersion, { summaryHash }: Snapshot): boolean =>
  summary !== null && sha256Of(summary) === summaryHash;

/** What the audit log, which is chained with a key of its own, says was sealed. */
export function auditFaults(
  versions: readonly StoredVersion[],
  acts: readonly {
    readonly reportId: string;
    readonly versionNo: number;
    readonly sha256: string;
  }[],
): VerificationFault[] {
  const known = new Map(acts.map((act) => [`${act.reportId} ${act.versionNo}`, act.sha256]));
  return versions
    .filter((version) => known.get(`${version.reportId} ${version.versionNo}`) !== version.sha256)
    .map((version) => ({
      check: 'AUDIT',
      place: placeOf(version),
      message: '摘要与审计日志中的登记不符',
    }));
}

export interface VersionBooks {
  readonly version: StoredVersion;
  readonly snapshot: Snapshot;
  /** Computed again from the postings; undefined where the figures are sums of reports from below. */
  readonly recomputed: Balance | undefined;
  readonly before: { readonly version: StoredVersion; readonly snapshot: Snapshot } | undefined;
}

/** The figures of a version against the postings, its own rows and the period before. */
export function bookFaults({
  version,
  snapshot,
  recomputed,
  before,
}: VersionBooks): VerificationFault[] {
  const place = placeOf(version);
  const fault = (check: string, message: string): VerificationFault => ({ check, place, message });
  const { balance } = snapshot;
  const faults = BALANCE_FIELDS.filter(
    ([field]) => recomputed && balance[field] !== recomputed[field],
  ).map(([field, label]) =>
    fault('BALANCE', `${label}封存为${balance[field]}，按台账分录应为${recomputed?.[field]}`),
  );
  if (!isBalanced(balance)) faults.push(fault('EQUATION', '期初加减本期变动不等于期末'));
  const open = openIn(snapshot);
  if (open !== undefined && open !== balance.closing) {
    faults.push(fault('ROWS', `台账列出未销号${open}个，期末为${balance.closing}个`));
  }
  if (before && recomputed && before.snapshot.balance.closing !== balance.opening) {
    const closing = before.snapshot.balance.closing;
    faults.push(
      fault('OPENING', `期初${balance.opening}不等于${placeOf(before.version)}的期末${closing}`),
    );
  }
  const expected = (before?.version.toSeq ?? 0) + 1;
  if (version.fromSeq !== expected) {
    faults.push(fault('WINDOW', `台账分录应从第${expected}笔起，封存从第${version.fromSeq}笔起`));
  }
  return faults;
}

/** Open issues that the version lists; undefined where it lists none, or adds up what others list. */
function openIn(snapshot: Snapshot): number | undefined {
  if (snapshot.kind === 'MATERIAL' || snapshot.consolidations) return undefined;
  return snapshot.kind === 'SUMMARY' ? snapshot.figures.open : snapshot.document.totals.open;
}

const BALANCE_FIELDS: readonly (readonly [keyof Balance, string])[] = [
  ['opening', '期初'],
  ['opened', '新增'],
  ['reopened', '重开'],
  ['transferredIn', '移入'],
  ['closed', '销号'],
  ['transferredOut', '移出'],
  ['removed', '撤并'],
  ['closing', '期末'],
];
