import { Injectable } from '@nestjs/common';
import { empty, inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type CasePerson, dealtPersonCount } from '../cases/case-person.rules.js';
import type { StatisticsScope } from './statistics.scope.js';

/** A person of an approved case with at least one measure that is not about money. */
export interface DealtPerson {
  readonly caseId: string;
  readonly caseNo: string;
  readonly unitId: string;
  /** Public name and post. */
  readonly name: string;
  readonly post: string;
}

interface CaseRow {
  readonly id: string;
  readonly caseNo: string;
  readonly unitId: string;
  readonly persons: string;
}

/**
 * 处理人数 from 典型案例: a case counts from the instant of its approval, a person from the day on
 * which the measure was decided. Cases keep public names only, so a person is told apart by the case.
 */
@Injectable()
export class DealtPersonQueries {
  constructor(private readonly reader: Reader) {}

  async list(scope: StatisticsScope): Promise<DealtPerson[]> {
    const { instant, date } = scope.moment;
    const rows = await this.reader.all<CaseRow>(sql`
      SELECT c.id, c.case_no, c.persons,
        COALESCE(i.responsible_unit_id, i.registered_unit_id, c.unit_id) AS unit_id
      FROM cases AS c LEFT JOIN issues AS i ON i.id = c.issue_id
      WHERE c.campaign_id = ${scope.campaign.id} AND EXISTS (
        SELECT 1 FROM case_reviews AS r WHERE r.case_id = c.id AND r.step = 'REVIEW'
          AND r.decision = 'APPROVED' AND r.decided_at <= ${instant})
        ${caseFilterSql(scope)}
      ORDER BY c.case_no`);
    return rows.flatMap(({ id, caseNo, unitId, persons }) =>
      (JSON.parse(persons) as CasePerson[])
        .filter((person) => wasDealtWith(person, date))
        .map(({ publicName, post }) => ({ caseId: id, caseNo, unitId, name: publicName, post })),
    );
  }
}

const wasDealtWith = (person: CasePerson, date: string): boolean =>
  dealtPersonCount([
    { ...person, sanctions: person.sanctions.filter(({ decidedOn }) => decidedOn <= date) },
  ]) > 0;

/** A case belongs where its issue does; without an issue it has a unit, but no category or source. */
function caseFilterSql({ unitIds, attributes }: StatisticsScope): Sql {
  const { category, source, severity, rectificationType } = attributes;
  return sql`
    ${unitIds ? sql`AND COALESCE(i.responsible_unit_id, i.registered_unit_id, c.unit_id) IN ${inList(unitIds)}` : empty}
    ${category ? sql`AND i.category IN ${inList(category)}` : empty}
    ${source ? sql`AND i.source IN ${inList(source)}` : empty}
    ${severity ? sql`AND i.severity IN ${inList(severity)}` : empty}
    ${rectificationType ? sql`AND i.rectification_type IN ${inList(rectificationType)}` : empty}`;
}
