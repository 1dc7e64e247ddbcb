import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notKept } from '../../platform/http/idempotency.js';
import { conflict, Problem } from '../../platform/http/problem.js';
import type { CaseBody, MaskingPreview, RevealedNames } from './case.body.js';
import type { MaskingBody } from './case.dto.js';
import { CaseMasking } from './case.entity.js';
import { CaseNames } from './case-names.js';
import {
  MASKED_TEXTS,
  marked,
  maskingDigest,
  maskingRemarks,
  namingBar,
} from './case-masking.rules.js';
import { CaseQueries, type CaseRow } from './case.queries.js';
import { hasWritten, isMaskable } from './case.views.js';
import { CaseWriter } from './case-writer.js';

/** 称谓: the preview with every token marked, its confirmation by a second person, the audited reveal. */
@Injectable()
export class CaseMaskingService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly names: CaseNames,
    private readonly writer: CaseWriter,
  ) {}

  async preview(caller: Caller, id: string): Promise<MaskingPreview> {
    const row = await this.queries.load(this.reader, caller, id);
    const villages = await this.villagesOf(row.bureauId);
    const labels = row.persons.map(({ publicName }) => publicName);
    const texts = MASKED_TEXTS.map(([path, label]) => ({
      path,
      label,
      segments: marked(row[path], labels, villages),
    }));
    const segments = texts.flatMap((text) => text.segments);
    return {
      caseId: row.id,
      caseNo: row.caseNo,
      digest: maskingDigest(row),
      mode: row.mode,
      disclosure: row.disclosure,
      persons: row.persons.map(({ publicName, post, identity, ...person }) => {
        const bar = namingBar({ publicName, post, identity, ...person }, this.clock.today());
        return {
          publicName,
          post,
          identity,
          occurrences: segments.filter(
            ({ token, text }) => token === 'PUBLIC_NAME' && text === publicName,
          ).length,
          printedByName: row.mode === 'REAL_NAME' && bar === undefined,
          namingBar: row.mode === 'REAL_NAME' ? (bar ?? null) : null,
        };
      }),
      texts,
      remarks: maskingRemarks(row, villages),
      confirmation: await this.queries.masking(this.reader, row),
    };
  }

  /**
   * @throws 403 for anybody who has written in the case; 409 when it has changed since the preview that
   *   was looked at.
   */
  confirm(caller: Caller, id: string, version: number, body: MaskingBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.writer.begin(tx, caller, id, {
        action: 'case.mask',
        version,
        from: ['VERIFICATION', 'REVIEW', 'APPROVED'],
        refusal: '提交后才能确认称谓',
      });
      const { writerIds } = await this.queries.acts(tx, id);
      const asked = await facingRecord(tx, caller, id);
      if (hasWritten(asked, row, writerIds) || !isMaskable(row)) {
        throw new Problem(403, 'SELF_MASKING', '起草、修改案例的人不能确认称谓，须由其他人确认。');
      }
      if (body.digest !== maskingDigest(row)) {
        throw conflict('PREVIEW_OUTDATED', '案例在您预览之后有改动，请重新预览后再确认。');
      }
      const { digest, opinion } = body;
      await this.writer.assertClean(tx, row, { opinion });
      const after = await this.writer.change(tx, caller, row, {}, 'case.mask', { digest });
      await tx.insert(CaseMasking, {
        id: newId(),
        caseId: id,
        digest,
        opinion,
        confirmedBy: caller.userId,
        confirmedByName: caller.name,
        confirmedAt: tx.now,
      });
      return this.queries.body(tx, caller, after);
    });
  }

  /** Real names, for a reason that goes into the log; the answer is never kept for repeats. */
  reveal(caller: Caller, id: string, reason: string): Promise<RevealedNames> {
    return this.uow.run(async (tx) => {
      const row = await this.queries.load(tx, caller, id);
      await this.writer.assertReach(tx, caller, row, 'case.reveal');
      await this.writer.assertClean(tx, row, { reason });
      const names = await this.names.open(tx, [id]);
      this.writer.record(tx, caller, row, 'case.reveal', {
        reason,
        on: businessDate(tx.now),
        persons: row.persons.map(({ publicName }) => publicName),
      });
      return notKept({
        caseId: row.id,
        persons: row.persons.map(({ id: personId, publicName }) => ({
          id: personId,
          publicName,
          realName: names.get(personId) ?? null,
        })),
      });
    });
  }

  /** Short names of the bureau's villages, which public texts write as 某村. */
  private async villagesOf(bureauId: CaseRow['bureauId']): Promise<string[]> {
    const tree = await this.units.load();
    return tree.subtree(bureauId).flatMap((id) => {
      const { level, shortName } = tree.get(id);
      return level === 'VILLAGE' && shortName.length > 1 ? [shortName] : [];
    });
  }
}
