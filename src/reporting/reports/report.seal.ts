import { Injectable } from '@nestjs/common';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { Tx } from '../../platform/database/tx.js';
import { cutsOf } from './consolidation.rules.js';
import { marksOf } from './ledger-marks.js';
import type { SealingFacts } from './report.sealing-facts.js';
import {
  figuresIn,
  type Snapshot,
  type SnapshotContents,
  snapshotText,
  summaryText,
} from './report.snapshot.js';
import { ReportVersion } from './report-version.entity.js';

/** Puts a version under seal: contents, postings covered, files, summary, and the link to the one before. */
@Injectable()
export class ReportSeal {
  /** @returns the digest of the version. */
  async seal(tx: Tx, facts: SealingFacts, contents: SnapshotContents): Promise<string> {
    const { header, balance, window, attachments, consolidations } = facts;
    const { unitIds, fromSeq, toSeq } = window;
    const below = consolidations.flatMap(({ snapshot }) => cutsOf(snapshot.units));
    const cuts = below.length > 0 ? below : [{ unitIds, fromSeq, toSeq }];
    const summary = summaryText({ cuts, balance, figures: figuresIn(contents) });
    const snapshot: Snapshot = {
      ...contents,
      format: 2,
      header,
      balance,
      entries: await marksOf(tx, window),
      attachments,
      summaryHash: sha256Of(summary),
      ...(consolidations.length > 0 && {
        consolidations: consolidations.map(({ consolidationId, ruleCode, versionNo, sha256 }) => ({
          consolidationId,
          ruleCode,
          versionNo,
          sha256,
        })),
      }),
    };
    return this.store(tx, snapshot, summary);
  }

  /** Stores a snapshot that is complete. */
  async store(tx: Tx, snapshot: Snapshot, summary: string): Promise<string> {
    const { header } = snapshot;
    const text = snapshotText(snapshot);
    const sha256 = sha256Of(text);
    await tx.insert(ReportVersion, {
      id: header.versionId,
      reportId: header.reportId,
      unitId: header.unitId,
      sealNo: header.sealNo,
      versionNo: header.versionNo,
      asOf: header.asOf,
      fromSeq: header.fromSeq,
      toSeq: header.toSeq,
      snapshot: text,
      sha256,
      previousHash: header.previousHash,
      summary,
      sealedBy: header.sealedBy,
      sealedByName: header.sealedByName,
      sealedAt: header.sealedAt,
    });
    return sha256;
  }
}
