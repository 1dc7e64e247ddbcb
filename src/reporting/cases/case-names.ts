import { Injectable } from '@nestjs/common';
import { FieldCipher, KeyedHash } from '../../platform/crypto/field-cipher.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { ruleBroken } from '../../platform/http/problem.js';
import { leakFaults } from './anonymity.rules.js';
import { CasePersonName } from './case.entity.js';
import { CASE_NAME } from './case.sealed.js';

/** A name as it came with the request. The identity number leaves only its keyed hash. */
export interface GivenName {
  readonly id: string;
  readonly realName: string;
  readonly idNumber?: string | undefined;
}

export interface NameHashes {
  readonly nameHash: string;
  readonly idHash: string | null;
}

/**
 * Real names of people in cases: sealed in a table of their own, opened only to mask, to check that
 * no text holds them, to print where the rules of 实名 hold, and for an audited reveal.
 */
@Injectable()
export class CaseNames {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
  ) {}

  /** Keeps the given names; the names of people who are no longer in the case are marked removed. */
  async keep(
    tx: Tx,
    caseId: string,
    given: readonly GivenName[],
    presentIds: readonly string[],
  ): Promise<void> {
    const stored = await tx.all<{ id: string }>(
      sql`SELECT id FROM case_people WHERE case_id = ${caseId} AND removed_at IS NULL`,
    );
    const known = new Set(stored.map(({ id }) => id));
    for (const { id, realName, idNumber } of given) {
      const values = {
        sealedName: this.cipher.seal(realName, CASE_NAME.at(id)),
        nameHash: this.hash.of('case-person-name', realName),
        updatedAt: tx.now,
        ...(idNumber ? { idHash: this.hash.of('id-number', idNumber.toUpperCase()) } : {}),
      };
      if (known.has(id)) await tx.update(CasePersonName, { id }, values);
      else await tx.insert(CasePersonName, { id, caseId, createdAt: tx.now, ...values });
    }
    for (const { id } of stored.filter((row) => !presentIds.includes(row.id))) {
      await tx.update(CasePersonName, { id }, { removedAt: tx.now });
    }
  }

  /** Real names by person. People recorded before names were kept are missing. */
  async open(db: Queryable, caseIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await db.all<Pick<CasePersonName, 'id' | 'sealedName'>>(sql`
      SELECT id, sealed_name FROM case_people
      WHERE case_id IN ${inList(caseIds)} AND removed_at IS NULL`);
    return new Map(
      rows.map(({ id, sealedName }) => [id, this.cipher.open(sealedName, CASE_NAME.at(id))]),
    );
  }

  /** @throws 422 when a text holds the real name of somebody in the cases, or other personal data. */
  async refuseIn(
    db: Queryable,
    caseIds: readonly string[],
    texts: Readonly<Record<string, string | null | undefined>>,
  ): Promise<void> {
    const names = await this.open(db, caseIds);
    const faults = leakFaults(texts, [...names.values()]);
    if (faults.length === 0) return;
    throw ruleBroken('PERSONAL_DATA', '填写的内容中有不能公开的个人信息。', faults);
  }

  async hashes(
    db: Queryable,
    caseIds: readonly string[],
  ): Promise<ReadonlyMap<string, NameHashes>> {
    const rows = await db.all<Pick<CasePersonName, 'id' | 'nameHash' | 'idHash'>>(sql`
      SELECT id, name_hash, id_hash FROM case_people
      WHERE case_id IN ${inList(caseIds)} AND removed_at IS NULL`);
    return new Map(rows.map(({ id, nameHash, idHash }) => [id, { nameHash, idHash }]));
  }
}
