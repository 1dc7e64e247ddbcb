import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { sha256Of } from '../platform/crypto/digest.js';
import { Clock } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Caller } from './caller.js';
import type { Role } from './codes.js';
import {
  type SecondFactorKind,
  Session,
  type SessionVia,
  type SignInMethod,
} from './session.entity.js';
import { UnitCatalog } from './unit-catalog.js';

const IDLE_MS = 8 * 60 * 60 * 1000;
const ABSOLUTE_MS = 24 * 60 * 60 * 1000;
const TOUCH_MS = 60 * 1000;
const TOUCH_WAIT_MS = 200;
const CACHE_MAX = 10_000;

export interface NewSession {
  readonly token: string;
  readonly expiresAt: string;
}

/** What a new session is like. */
export interface SessionKind {
  readonly via: SessionVia;
  readonly method: SignInMethod;
  readonly secondFactor: SecondFactorKind | null;
  readonly passwordDue: boolean;
  readonly secondFactorDue: boolean;
}

export interface LiveSession {
  readonly caller: Caller;
  readonly passwordDue: boolean;
  readonly secondFactorDue: boolean;
}

interface KnownSession extends LiveSession {
  readonly via: SessionVia;
  readonly expiresAt: string;
  lastSeenAt: string;
}

interface SessionRow {
  via: SessionVia;
  lastSeenAt: string;
  expiresAt: string;
  userId: string;
  username: string;
  name: string;
  post: string;
  unitId: string | null;
  roles: string;
  passwordDue: number;
  secondFactorDue: number;
  unitsVersion: number | null;
}

/**
 * Sessions by opaque token: only the hash is stored; idle 8 h, absolute 24 h. On SQLite, where this
 * process is the only one, live sessions are kept in memory and forgotten the moment a transaction
 * that concerns them commits; on PostgreSQL each request asks the database once, because another
 * server may have revoked the session.
 */
@Injectable()
export class SessionStore {
  private readonly log = new Logger(SessionStore.name);
  private readonly known = new Map<string, KnownSession>();
  private readonly touching = new Set<string>();
  /** Counts invalidations, so that a row read before one is not remembered after it. */
  private generation = 0;

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly catalog: UnitCatalog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens a session in the transaction; the token is given once and cannot be read again. */
  async open(tx: Tx, userId: string, kind: SessionKind): Promise<NewSession> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = later(tx.now, ABSOLUTE_MS);
    await tx.execute(
      sql`DELETE FROM sessions WHERE user_id = ${userId}
          AND (expires_at <= ${tx.now} OR last_seen_at <= ${later(tx.now, -IDLE_MS)})`,
    );
    await tx.insert(Session, {
      tokenHash: hashOf(token),
      userId,
      ...kind,
      createdAt: tx.now,
      lastSeenAt: tx.now,
      expiresAt,
    });
    return { token, expiresAt };
  }

  /** Who the token belongs to; undefined when it is unknown, expired, revoked or came the wrong way. */
  async find(token: string, via: SessionVia): Promise<LiveSession | undefined> {
    const id = hashOf(token);
    const session = this.known.get(id) ?? (await this.read(id));
    if (session?.via !== via) return undefined;
    const now = this.clock.now();
    if (now >= session.expiresAt || now >= later(session.lastSeenAt, IDLE_MS)) {
      this.known.delete(id);
      return undefined;
    }
    if (now >= later(session.lastSeenAt, TOUCH_MS)) await this.touchSoon(id, session, now);
    return session;
  }

  async end(tx: Tx, sessionId: string): Promise<void> {
    await tx.execute(sql`DELETE FROM sessions WHERE token_hash = ${sessionId}`);
    tx.afterCommit(() => this.forget((_, id) => id === sessionId));
  }

  /**
   * Ends every session of a user, and what was on the way to one: password, role or unit changed, or the
   * user was disabled.
   * @param except a session that goes on: the one in which the user did this himself.
   */
  async revokeAll(tx: Tx, userId: string, except = ''): Promise<void> {
    await tx.execute(
      sql`DELETE FROM sessions WHERE user_id = ${userId} AND token_hash <> ${except}`,
    );
    await tx.execute(sql`DELETE FROM sign_in_challenges WHERE user_id = ${userId}`);
    this.refreshUser(tx, userId);
  }

  /** One-time codes are set up: the session need not wait for them any longer. */
  async secondFactorDone(tx: Tx, userId: string): Promise<void> {
    await tx.execute(sql`UPDATE sessions SET second_factor_due = 0 WHERE user_id = ${userId}`);
    this.refreshUser(tx, userId);
  }

  /** The user's name or post changed: the sessions go on with the new one. */
  refreshUser(tx: Tx, userId: string): void {
    tx.afterCommit(() => this.forget(({ caller }) => caller.userId === userId));
  }

  /** The organisation changed, and with it perhaps the bureau of any caller. */
  refreshEveryone(tx: Tx): void {
    tx.afterCommit(() => this.forget(() => true));
  }

  private forget(concerned: (session: KnownSession, id: string) => boolean): void {
    this.generation += 1;
    for (const [id, session] of this.known) if (concerned(session, id)) this.known.delete(id);
  }

  private async read(id: string): Promise<KnownSession | undefined> {
    const { generation } = this;
    const row = await this.reader.one<SessionRow>(sql`
      SELECT s.via, s.last_seen_at, s.expires_at, u.id AS user_id, u.username, u.name, u.post,
             u.unit_id, u.roles, s.password_due, s.second_factor_due,
             (SELECT value FROM counters WHERE name = 'units') AS units_version
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.token_hash = ${id} AND u.disabled_at IS NULL`);
    if (!row) return undefined;
    const session = await this.toSession(id, row);
    if (this.config.database.engine === 'sqlite' && generation === this.generation) {
      this.remember(id, session);
    }
    return session;
  }

  private async toSession(id: string, row: SessionRow): Promise<KnownSession> {
    const tree = await this.catalog.at(row.unitsVersion ?? 0);
    return {
      via: row.via,
      expiresAt: row.expiresAt,
      lastSeenAt: row.lastSeenAt,
      passwordDue: Boolean(row.passwordDue),
      secondFactorDue: Boolean(row.secondFactorDue),
      caller: {
        userId: row.userId,
        username: row.username,
        name: row.name,
        post: row.post,
        unitId: row.unitId ?? '',
        bureauId: row.unitId ? (tree.bureauOf(row.unitId)?.id ?? null) : null,
        roles: JSON.parse(row.roles) as Role[],
        sessionId: id,
      },
    };
  }

  private remember(id: string, session: KnownSession): void {
    if (this.known.size >= CACHE_MAX) {
      const [oldest] = this.known.keys();
      if (oldest !== undefined) this.known.delete(oldest);
    }
    this.known.set(id, session);
  }

  /** While somebody else holds the file, who only reads is not kept waiting for this. */
  private async touchSoon(id: string, session: KnownSession, now: string): Promise<void> {
    if (this.touching.has(id)) return;
    this.touching.add(id);
    const touched = this.touch(id, session, now).finally(() => this.touching.delete(id));
    const enough = new AbortController();
    const waited = pause(TOUCH_WAIT_MS, undefined, { signal: enough.signal }).catch(
      () => undefined,
    );
    await Promise.race([touched, waited]);
    enough.abort();
  }

  /** A lost touch only makes the idle time run out sooner, so it never fails the request. */
  private async touch(id: string, session: KnownSession, now: string): Promise<void> {
    try {
      await this.unitOfWork.run((tx) =>
        tx.execute(
          sql`UPDATE sessions SET last_seen_at = ${now}
              WHERE token_hash = ${id} AND last_seen_at < ${now}`,
        ),
      );
      session.lastSeenAt = now;
    } catch (error) {
      this.log.warn(`session not touched: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }
}

/** SHA-256 of a token in hex: the only form in which it is kept. */
export function hashOf(token: string): string {
  return sha256Of(token);
}

function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
