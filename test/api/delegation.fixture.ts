import type { Response, Test } from 'supertest';
import { sql } from '../../src/platform/database/queryable.js';
import { IssueDriver, ok } from '../support/issues.js';
import type { TestApp, TestUser } from '../support/app.js';

export interface DelegationAnswer {
  id: string;
  status: string;
  version: number;
  allowedActions: string[];
  actCount: number;
}

/** Issues that the bureau's own division rectifies: who plans there also reviews plans. */
export class RescueDriver extends IssueDriver {
  override town = 'rescue';

  override get clerk(): string {
    return 'div.clerk';
  }
}

/** The people of 安澜区 and their standing in for each other. */
export class DelegationDesk {
  constructor(readonly app: TestApp) {}

  async idOf(username: string): Promise<string> {
    const [row] = await this.app.rows<{ id: string }>(
      sql`SELECT id FROM users WHERE username = ${username}`,
    );
    if (!row) throw new Error(`There is no user ${username}`);
    return row.id;
  }

  /** Asks for a delegation without judging the answer. */
  async ask(
    by: string,
    deputy: string,
    [fromDate, toDate]: readonly [string, string],
    over: object = {},
  ): Promise<Response> {
    const caller = await this.app.as(by);
    const deputyId = await this.idOf(deputy);
    return caller.post('/delegations', { deputyId, fromDate, toDate, reason: '年休假', ...over });
  }

  /** From today to the tenth of the month. */
  async name(by: string, deputy: string): Promise<DelegationAnswer> {
    const days = [this.app.clock.today(), '2020-04-10'] as const;
    return ok(await this.ask(by, deputy, days)).body as DelegationAnswer;
  }

  async revoke(by: string, { id }: Pick<DelegationAnswer, 'id'>): Promise<Response> {
    const caller = await this.app.as(by);
    const { version } = ok(await caller.get(`/delegations/${id}`)).body as DelegationAnswer;
    return caller.post(`/delegations/${id}/revocation`, { reason: '提前返岗' }, version);
  }

  /** The deputy in the other's name. */
  async acting(deputy: string, { id }: Pick<DelegationAnswer, 'id'>): Promise<ActingUser> {
    return new ActingUser(await this.app.as(deputy), id);
  }

  /** Code of the refusal when the deputy acts; undefined when he may. */
  async barOf(
    deputy: string,
    delegation: Pick<DelegationAnswer, 'id'>,
  ): Promise<string | undefined> {
    const { status, body } = await (await this.acting(deputy, delegation)).get('/units/tree');
    return status === 200 ? undefined : (body as { code: string }).code;
  }
}

/** Sends every request in the name of somebody else. */
export class ActingUser {
  constructor(
    private readonly user: TestUser,
    private readonly delegationId: string,
  ) {}

  get(path: string): Test {
    return this.in(this.user.get(path));
  }

  post(path: string, body: object, version?: number): Test {
    return this.in(this.user.post(path, body, version));
  }

  put(path: string, body: object, version?: number): Test {
    return this.in(this.user.put(path, body, version));
  }

  private in(test: Test): Test {
    return test.set('x-acting-for', this.delegationId);
  }
}
