import { Injectable } from '@nestjs/common';
import { empty, inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { CaseFigures } from '../cases/case-figures.service.js';
import type { CasePerson } from '../cases/case-person.rules.js';
import type { StatisticsScope } from './statistics.scope.js';

/** A person of approved cases with at least one measure that is not about money. */
export interface DealtPerson {
  /** The first of the cases. */
  readonly caseId: string;
  readonly unitId: string;
  /** Numbers of all of them. */
  readonly caseNos: readonly string[];
  /** Public name and post. */
  readonly name: string;
  readonly post: string;
}

interface ApprovedCase {
  readonly id: string;
  readonly caseNo: string;
  readonly bureauId: string;
  readonly unitId: string;
  readonly persons: readonly CasePerson[];
}

/**
 * 处理人数 from 典型案例: a case counts from the instant of its approval, a person from the day on
 * which the measure was decided, and once whatever the number of cases (domain §4.3).
 */
@Injectable()
export class DealtPersonQueries {
  constructor(
    private readonly reader: Reader,
    private readonly figures: CaseFigures,
  ) {}

  async list(scope: StatisticsScope): Promise<DealtPerson[]> {
    const cases = await this.approvedCases(scope);
    const people = await this.figures.dealtPeople(this.reader, cases, scope.moment.date);
    return people.flatMap(({ person, cases: [first, ...others] }) =>
      first
        ? {
            caseId: first.id,
            unitId: first.unitId,
            caseNos: [first, ...others].map(({ caseNo }) => caseNo),
            name: person.publicName,
            post: person.post,
          }
        : [],
    );
  }

  private async approvedCases(scope: StatisticsScope): Promise<ApprovedCase[]> {
    const { instant } = scope.moment;
    const rows = await this.reader.all<
      Omit<ApprovedCase, 'persons'> & { readonly persons: string }
    >(sql`
      SELECT c.id, c.case_no, c.bureau_id, c.persons,
        COALESCE(i.responsible_unit_id, i.registered_unit_id, c.unit_id) AS unit_id
      FROM cases AS c LEFT JOIN issues AS i ON i.id = c.issue_id
      WHERE c.campaign_id = ${scope.campaign.id} AND EXISTS (
        SELECT 1 FROM case_reviews AS r WHERE r.case_id = c.id AND r.step = 'REVIEW'
          AND r.decision = 'APPROVED' AND r.decided_at <= ${instant})
        ${caseFilterSql(scope)}
      ORDER BY c.case_no`);
    return rows.map((row) => ({ ...row, persons: JSON.parse(row.persons) as CasePerson[] }));
  }
}

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
