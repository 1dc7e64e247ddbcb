import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { CampaignCatalog } from '../campaigns/campaign-catalog.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Witness } from '../platform/audit/chain-check.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { Reconciliation } from '../registers/ledger/reconciliation.service.js';
import type { ReconciliationCheckCode } from '../registers/ledger/reconciliation.body.js';
import { SealedVersions } from '../reporting/reports/sealed-versions.service.js';
import { type CheckResult, result } from './fault.js';
import { measure } from './hashing.js';
import { type ChainHead, objectPath } from './manifest.js';

export interface ProofOptions {
  /** Where the stored files lie. */
  readonly dataDir: string;
  /** The heads that the audit log of a backup ended with. */
  readonly heads?: readonly ChainHead[];
  /** Heads that the log had at one time or another, as they were kept outside the database. */
  readonly witnesses?: readonly Witness[];
}

/** Proves what the database and the files say with the program's own rules and keys. */
export async function proveProgram(
  app: INestApplicationContext,
  { dataDir, heads = [], witnesses = [] }: ProofOptions,
): Promise<CheckResult[]> {
  return [
    await auditChains(app, heads, witnesses),
    await ledgerTotals(app),
    await sealedVersions(app),
    await storedFiles(app, dataDir),
  ];
}

const REASONS = {
  HASH_MISMATCH: 'the entry was changed',
  BROKEN_LINK: 'the entry does not follow the one before it',
  MISSING: 'the entry is missing',
  HEAD_MISMATCH: 'the log ends elsewhere than its head says',
  TRUNCATED: 'this entry and those behind it, which the exported heads tell of, are missing',
  REWRITTEN: 'is another entry than the exported heads tell of',
} as const;

async function auditChains(
  app: INestApplicationContext,
  heads: readonly ChainHead[],
  witnesses: readonly Witness[],
): Promise<CheckResult> {
  const reader = app.get(Reader, { strict: false });
  const reports = await app.get(AuditLog, { strict: false }).verify(reader, witnesses);
  const faults = reports.flatMap(({ chain, fault }) =>
    fault ? [{ place: `audit ${chain} no. ${fault.seq}`, message: reasonOf(fault.reason) }] : [],
  );
  for (const { chain, seq, hash } of heads) {
    const entry = await reader.one<{ hash: string }>(
      sql`SELECT hash FROM audit_entries WHERE chain = ${chain} AND seq = ${seq}`,
    );
    if (entry?.hash === hash || (seq === 0 && !entry)) continue;
    const message = entry ? 'is another entry than the backup says' : 'is missing';
    faults.push({ place: `audit ${chain} no. ${seq}`, message });
  }
  const entries = reports.reduce((sum, report) => sum + report.entries, 0);
  return result('audit chain', `${reports.length} chains, ${entries} entries`, faults);
}

/** What a later program may say besides is told by its own name. */
const reasonOf = (reason: string): string =>
  (REASONS as Readonly<Record<string, string>>)[reason] ?? reason;

/** Of 对账 the checks that concern the book itself; the others find work that is not done. */
const BOOK_CHECKS: readonly ReconciliationCheckCode[] = [
  'LEDGER_EQUALS_OPEN',
  'TOTALS_EQUAL_ENTRIES',
  'PARENT_EQUALS_CHILDREN',
  'OPENING_EQUALS_CLOSING',
  'ENTRY_SEQUENCE',
];

async function ledgerTotals(app: INestApplicationContext): Promise<CheckResult> {
  const reader = app.get(Reader, { strict: false });
  const reconciliation = app.get(Reconciliation, { strict: false });
  const campaigns = await app.get(CampaignCatalog, { strict: false }).all(reader);
  const faults: { place: string; message: string }[] = [];
  let checks = 0;
  for (const campaign of campaigns) {
    const body = await reconciliation.check(campaign, {});
    for (const { code, title, offending } of body.checks) {
      if (!BOOK_CHECKS.includes(code)) continue;
      checks += 1;
      for (const { issueNo, unitName, note } of offending) {
        const place = [campaign.code, issueNo ?? unitName].filter(Boolean).join(' ');
        faults.push({ place, message: `${title}：${note}` });
      }
    }
  }
  return result('ledger totals', `${campaigns.length} campaigns, ${checks} checks`, faults);
}

async function sealedVersions(app: INestApplicationContext): Promise<CheckResult> {
  const { versions, faults } = await app.get(SealedVersions, { strict: false }).prove();
  return result(
    'sealed reports',
    `${versions} versions`,
    faults.map(({ unitName, place, message }) => ({ place: `${unitName} ${place}`, message })),
  );
}

async function storedFiles(app: INestApplicationContext, dataDir: string): Promise<CheckResult> {
  const rows = await app
    .get(Reader, { strict: false })
    .all<{ sha256: string; size: number }>(
      sql`SELECT sha256, size FROM stored_files ORDER BY sha256`,
    );
  const faults: { place: string; message: string }[] = [];
  for (const { sha256 } of rows) {
    const place = objectPath(sha256);
    const found = await measure(join(dataDir, place));
    if (!found) faults.push({ place, message: 'is missing' });
    else if (found.sha256 !== sha256) faults.push({ place, message: 'was changed' });
  }
  return result('stored files', `${rows.length} files re-hashed`, faults);
}
