import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/calendar/clock.js';
import { type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { Problem } from '../../platform/http/problem.js';
import { type Caller, NO_SESSION } from '../caller.js';
import { ADMINISTRATOR_ROLES, type Role } from '../codes.js';
import { SignInPolicy } from '../sign-in.policy.js';
import { sameHouse } from '../staff.js';
import { UnitCatalog, type UnitTree } from '../unit-catalog.js';

/** Somebody for whom the caller may act today. */
export interface Absentee {
  readonly delegationId: string;
  readonly userId: string;
  readonly name: string;
  readonly post: string;
  readonly unitId: string;
  readonly bureauId: string | null;
  readonly roles: readonly Role[];
  readonly fromDate: string;
  readonly toDate: string;
}

type Row = Omit<Absentee, 'bureauId' | 'roles'> & {
  readonly roles: string;
  readonly deputyUnitId: string;
  readonly deputyRoles: string;
  /** When the deputy set up one-time codes; null without. */
  readonly deputyEnrolledAt: string | null;
  /** 1 when the provider vouches for a second factor of the deputy. */
  readonly isVouchedFor: number;
};

interface Standing {
  readonly absentee: Absentee;
  /** The other's roles ask for a second factor, which the deputy neither set up nor came in with. */
  readonly secondFactorDue: boolean;
}

/**
 * Acting for somebody on leave (代理). A request names the delegation, and the deputy then has the other's
 * unit, bureau and business roles instead of his own: one act is done in one name, never in both at once.
 * Whether he may is read anew for every such request, so that nothing outlives its reason.
 */
@Injectable()
export class Deputies {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly clock: Clock,
    private readonly policy: SignInPolicy,
  ) {}

  /** For whom the user may act today, by name; with some of them once he has set up one-time codes. */
  async absenteesOf(userId: string, db: Queryable = this.reader): Promise<Absentee[]> {
    const found = await this.find(db, sql`d.deputy_id = ${userId}`, NO_SESSION);
    return found.map(({ absentee }) => absentee);
  }

  /**
   * The caller as deputy; undefined when the delegation is not his, or not in force today.
   * @param caller in his own name
   * @throws {Problem} 403 SECOND_FACTOR_REQUIRED: powers that ask for one-time codes are not to be had
   * without them, or the provider's word, by way of a delegation
   */
  async acting(
    caller: Caller,
    delegationId: string,
    db: Queryable = this.reader,
  ): Promise<Caller | undefined> {
    const [found] = await this.find(
      db,
      sql`d.id = ${delegationId} AND d.deputy_id = ${caller.userId}`,
      caller.sessionId,
    );
    if (found?.secondFactorDue) {
      throw new Problem(
        403,
        'SECOND_FACTOR_REQUIRED',
        '被代理人的角色须使用动态口令，请先在“安全设置”中为本人启用，再代为办理。',
      );
    }
    return found && actingFor(caller, found.absentee);
  }

  /** The caller in each of the names in which he may act today besides his own. */
  async actingCallers(caller: Caller): Promise<Caller[]> {
    const found = await this.find(
      this.reader,
      sql`d.deputy_id = ${caller.userId}`,
      caller.sessionId,
    );
    return found
      .filter(({ secondFactorDue }) => !secondFactorDue)
      .map(({ absentee }) => actingFor(caller, absentee));
  }

  private async find(db: Queryable, condition: Sql, sessionId: string): Promise<Standing[]> {
    const today = this.clock.today();
    const rows = await db.all<Row>(sql`
      SELECT d.id AS delegation_id, p.id AS user_id, p.name, p.post, p.unit_id, p.roles,
             d.from_date, d.to_date, d.deputy_unit_id, r.roles AS deputy_roles,
             f.enrolled_at AS deputy_enrolled_at,
             CASE WHEN EXISTS (${this.vouchedFor(sessionId)}) THEN 1 ELSE 0 END AS is_vouched_for
      FROM delegations AS d
      JOIN users AS p ON p.id = d.delegator_id
      JOIN users AS r ON r.id = d.deputy_id
      LEFT JOIN second_factors AS f ON f.user_id = r.id
      WHERE ${condition} AND d.ended_at IS NULL
        AND d.from_date <= ${today} AND d.to_date >= ${today}
        AND p.disabled_at IS NULL AND r.disabled_at IS NULL
        AND p.unit_id = d.delegator_unit_id AND r.unit_id = d.deputy_unit_id
      ORDER BY p.name, d.id`);
    if (rows.length === 0) return [];
    const tree = await this.units.load(db);
    return rows
      .filter((row) => stands(row, tree))
      .map((row) => {
        const absentee = absenteeOf(row, tree);
        const enrolledAt = row.deputyEnrolledAt;
        const secondFactorDue =
          !row.isVouchedFor && this.policy.secondFactorDue({ ...absentee, enrolledAt });
        return { absentee, secondFactorDue };
      });
  }

  /**
   * The provider's word counts in the session that it opened. A job, which has none, was given in some
   * session of its owner: there one that is still open will do.
   */
  private vouchedFor(sessionId: string): Sql {
    const which = sessionId === NO_SESSION ? sql`` : sql`AND s.token_hash = ${sessionId}`;
    return sql`
      SELECT 1 FROM sessions AS s
      WHERE s.user_id = d.deputy_id AND s.second_factor = 'IDP'
        AND s.expires_at > ${this.clock.now()} ${which}`;
  }
}

/** False once the units have been parted, or the deputy has become an administrator. */
function stands({ unitId, deputyUnitId, deputyRoles }: Row, tree: UnitTree): boolean {
  const isAdministrator = ADMINISTRATOR_ROLES.some((role) => deputyRoles.includes(`"${role}"`));
  return !isAdministrator && sameHouse(unitId, deputyUnitId, tree);
}

function absenteeOf(row: Row, tree: UnitTree): Absentee {
  const { delegationId, userId, name, post, unitId, roles, fromDate, toDate } = row;
  const held = JSON.parse(roles) as Role[];
  return {
    ...{ delegationId, userId, name, post, unitId, fromDate, toDate },
    bureauId: tree.bureauOf(unitId)?.id ?? null,
    // Administration is never handed on.
    roles: held.filter((role) => !ADMINISTRATOR_ROLES.includes(role)),
  };
}

function actingFor(caller: Caller, absentee: Absentee): Caller {
  const { delegationId, userId, name, unitId, bureauId, roles } = absentee;
  return {
    ...caller,
    name: nameOfDeputy(caller.name, name),
    unitId,
    bureauId,
    roles,
    onBehalfOf: { delegationId, userId, name },
  };
}

const NAME_MAX = 48;

/** As every record names who acted for whom; shorter than the 100 characters that records keep. */
export function nameOfDeputy(deputy: string, delegator: string): string {
  const short = (name: string): string => [...name].slice(0, NAME_MAX).join('');
  return `${short(deputy)}（代${short(delegator)}）`;
}
