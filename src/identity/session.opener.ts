import { Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Tx } from '../platform/database/tx.js';
import type { SessionView } from './auth.dto.js';
import { MeQueries, type PersonRecord, type SessionDues } from './me.queries.js';
import type { SecondFactorKind, SessionVia, SignInMethod } from './session.entity.js';
import { SessionStore } from './session.store.js';
import { SignInPolicy } from './sign-in.policy.js';
import { UnitCatalog } from './unit-catalog.js';

/** How a person came in, as the audit log keeps it. */
export interface SignInFacts {
  readonly via: SessionVia;
  readonly method: SignInMethod;
  readonly secondFactor: SecondFactorKind | null;
  readonly address: string;
}

export interface OpenedSession extends SessionView {
  readonly token: string;
}

/** The last step of every way to sign in. */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly sessions: SessionStore,
    private readonly me: MeQueries,
    private readonly policy: SignInPolicy,
    private readonly catalog: UnitCatalog,
    private readonly audit: AuditLog,
  ) {}

  /** Opens a session, records that, and says what the session has to wait for. */
  async open(tx: Tx, person: PersonRecord, facts: SignInFacts): Promise<OpenedSession> {
    const dues: SessionDues = {
      // Who comes through the provider has not used the password of this program.
      passwordDue: facts.method === 'PASSWORD' && this.policy.passwordDue(person, tx.now),
      secondFactorDue: facts.secondFactor === null && this.policy.secondFactorDue(person),
    };
    const opened = await this.openWith(tx, person, facts, dues);
    const tree = await this.catalog.load(tx);
    this.audit.record(
      tx,
      {
        userId: person.id,
        name: person.name,
        unitId: person.unitId,
        bureauId: person.unitId ? (tree.bureauOf(person.unitId)?.id ?? null) : null,
      },
      { action: 'SIGNED_IN', subjectType: 'USER', subjectId: person.id, detail: { ...facts } },
    );
    return opened;
  }

  /** Opens a session in place of one that ended, with nobody signing in. */
  async openWith(
    tx: Tx,
    person: PersonRecord,
    { via, method, secondFactor }: Omit<SignInFacts, 'address'>,
    dues: SessionDues,
  ): Promise<OpenedSession> {
    const kind = { via, method, secondFactor, ...dues };
    const session = await this.sessions.open(tx, person.id, kind);
    return { ...session, user: await this.me.view(tx, person, dues) };
  }
}
