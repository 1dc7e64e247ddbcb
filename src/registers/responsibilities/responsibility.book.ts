import { Injectable } from '@nestjs/common';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { newId } from '../../platform/database/ids.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import { isMaskedPhone, maskPhone } from '../../platform/crypto/phone.js';
import { DEFAULT_DUTY, UNIT_KINDS } from './responsibility.codes.js';
import type { ResponsibilityFields } from './responsibility.dto.js';
import { Responsibility } from './responsibility.entity.js';
import { storedResponsibilities } from './responsibility.reads.js';
import { dutyFaults, mayBear } from './responsibility.rules.js';

/** What a row says, apart from when it was written. */
export type Duty = Omit<
  Responsibility,
  'id' | 'issueId' | 'cycleNo' | 'createdAt' | 'supersededAt'
>;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly post: string;
  readonly unitId: string | null;
  readonly disabledAt: string | null;
}

/** Writes 责任清单, inside the transaction of the plan. */
@Injectable()
export class ResponsibilityBook {
  /**
   * Fills in what the users and the issue tell, and checks the list.
   * @returns the duties to write, and the faults for which they must not be; paths start
   *   `responsibilities[i]`.
   */
  async prepare(
    db: Queryable,
    issue: IssueRow,
    tree: UnitTree,
    lines: readonly ResponsibilityFields[],
  ): Promise<{ duties: Duty[]; faults: FieldFault[] }> {
    const kept = (await storedResponsibilities(db, [issue.id])).get(issue.id) ?? [];
    const people = await this.people(db, lines);
    const faults: FieldFault[] = [];
    const duties = lines.map((line, index) => {
      const person = line.userId ? people.get(line.userId) : undefined;
      const duty = dutyOf(line, index + 1, person, issue);
      faults.push(...lineFaults(line, duty, person, { issue, tree }, index));
      if (!line.phone || !isMaskedPhone(line.phone)) return duty;
      const phone = fullPhone(kept, duty, line.phone);
      if (phone === undefined) {
        const message = '请填写完整的联系电话';
        faults.push({ path: `responsibilities[${index}].phone`, code: 'MASKED', message });
      }
      return { ...duty, phone: phone ?? null };
    });
    faults.push(...dutyFaults(duties));
    return { duties, faults };
  }

  /** Makes these the issue's current duties. Rows that say the same stay; others are superseded. */
  async replace(tx: Tx, issue: IssueRow, duties: readonly Duty[]): Promise<void> {
    const kept = (await storedResponsibilities(tx, [issue.id])).get(issue.id) ?? [];
    const wanted = new Set(duties.map(keyOf));
    const present = new Set(kept.map(keyOf));
    for (const row of kept.filter((candidate) => !wanted.has(keyOf(candidate)))) {
      await tx.update(Responsibility, { id: row.id }, { supersededAt: tx.now });
    }
    const added = duties.filter((duty) => !present.has(keyOf(duty)));
    if (added.length === 0) return;
    const { id: issueId, cycleNo } = issue;
    await tx.insert(
      Responsibility,
      added.map((duty) => ({
        id: newId(),
        issueId,
        cycleNo,
        ...duty,
        createdAt: tx.now,
        supersededAt: null,
      })),
    );
  }

  private async people(
    db: Queryable,
    lines: readonly ResponsibilityFields[],
  ): Promise<Map<string, Person>> {
    const ids = [...new Set(lines.flatMap(({ userId }) => (userId ? [userId] : [])))];
    const rows = await db.all<Person>(
      sql`SELECT id, name, post, unit_id, disabled_at FROM users WHERE id IN ${inList(ids)}`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function dutyOf(
  line: ResponsibilityFields,
  seq: number,
  person: Person | undefined,
  issue: IssueRow,
): Duty {
  return {
    kind: line.kind,
    seq,
    unitId: line.unitId ?? person?.unitId ?? issue.responsibleUnitId ?? issue.registeredUnitId,
    userId: line.userId ?? null,
    personName: (line.personName || person?.name) ?? null,
    post: (line.post || person?.post) ?? null,
    phone: line.phone || null,
    duty: line.duty || DEFAULT_DUTY[line.kind],
  };
}

function lineFaults(
  line: ResponsibilityFields,
  duty: Duty,
  person: Person | undefined,
  { issue, tree }: { issue: IssueRow; tree: UnitTree },
  index: number,
): FieldFault[] {
  const faults: FieldFault[] = [];
  const add = (field: string, code: string, message: string): void => {
    faults.push({ path: `responsibilities[${index}].${field}`, code, message });
  };
  const known = person?.unitId && person.disabledAt === null;
  const bears = (unitId: string): boolean => mayBear(tree, issue.bureauId, unitId, line.kind);
  if (line.userId && !(known && bears(person.unitId))) {
    add('userId', 'UNKNOWN_USER', '没有这个用户，或该用户已停用');
  } else if (!bears(duty.unitId)) {
    add('unitId', 'UNKNOWN_UNIT', '没有这个单位，或该单位已停用');
  }
  if (UNIT_KINDS.includes(line.kind) && !line.unitId) add('unitId', 'REQUIRED', '请选择单位');
  return faults;
}

/** The number behind a masked one that the form sent back unchanged. */
function fullPhone(kept: readonly Responsibility[], duty: Duty, shown: string): string | undefined {
  const row = kept.find(
    ({ phone, personName }) =>
      phone !== null && personName === duty.personName && maskPhone(phone) === shown,
  );
  return row?.phone ?? undefined;
}

const keyOf = (duty: Duty): string =>
  JSON.stringify([
    duty.kind,
    duty.seq,
    duty.unitId,
    duty.userId,
    duty.personName,
    duty.post,
    duty.phone,
    duty.duty,
  ]);
