import type { Response } from 'supertest';
import { raw, sql } from '../../src/platform/database/queryable.js';
import type { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { download } from './reporting.fixture.js';

export interface Versioned {
  id: string;
  version: number;
  status: string;
}

export interface Walked extends Versioned {
  awaiting: string | null;
}

export const AGREED = { decision: 'APPROVED', opinion: '同意。' };

export const WARNING = {
  type: 'PARTY_SERIOUS_WARNING',
  organ: '青禾镇纪委',
  decidedOn: '2020-05-12',
  effectiveOn: '2020-05-12',
};

/** Case 1 of the demo; the names are invented and must never be stored in the open. */
export const FAVOUR = {
  title: '青禾镇某村违规将不符合条件家庭纳入低保问题',
  violationType: 'NEPOTISM',
  persons: [
    { realName: '王晓', post: '村党支部书记', identity: 'VILLAGE_CADRE', sanctions: [WARNING] },
    {
      realName: '李建国',
      post: '镇民政和社会事务办工作人员',
      identity: 'CIVIL_AFFAIRS_STAFF',
      sanctions: [
        { ...WARNING, type: 'ADMIN_DEMERIT', organ: '安澜区监委' },
        { ...WARNING, type: 'REFUND' },
      ],
    },
  ],
  facts:
    '2018年6月，青禾镇某村时任村党支部书记王某，明知其弟家庭不符合低保条件，未作近亲属备案，将该户2人纳入农村低保。李某某审核时未核对车辆信息。',
  householdCount: 1,
  personCount: 2,
  amountFen: 1_164_000,
  recoveredFen: 1_164_000,
  rectification: '青禾镇对全镇近亲属备案重新核查。',
  analysis: '纪律规矩意识淡薄，审核把关不严。',
  lesson: '近亲属申请低保必须备案、回避。',
  concludedOn: '2020-06-30',
};

/** Who does what in one bureau, by user name. */
export interface CasePeople {
  readonly clerk: string;
  readonly chief: string;
  readonly discipline: string;
  readonly finance: string;
  readonly office: string;
  readonly secrecy: string;
  readonly deputy: string;
  readonly director: string;
}

export const ANLAN: CasePeople = {
  clerk: 'div.clerk',
  chief: 'div.chief',
  discipline: 'discipline',
  finance: 'finance',
  office: 'office.clerk',
  secrecy: 'inspector',
  deputy: 'deputy',
  director: 'director',
};

/** Cases and bulletins of one campaign, by the people of its bureau who would. */
export class CaseDesk {
  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
    private readonly people = ANLAN,
  ) {}

  async draft(over: object = {}): Promise<Versioned> {
    const clerk = await this.app.as(this.people.clerk);
    const body = { campaignId: this.campaignId, quarter: '2020Q2', ...FAVOUR, ...over };
    return ok(await clerk.post('/cases', body)).body as Versioned;
  }

  async step(user: string, item: Versioned, noun: string, body: object = {}): Promise<Response> {
    const caller = await this.app.as(user);
    return caller.post(`/cases/${item.id}/${noun}`, body, item.version);
  }

  async submitted(over: object = {}): Promise<Versioned> {
    const item = await this.draft(over);
    return ok(await this.step(this.people.clerk, item, 'submission')).body as Versioned;
  }

  review(user: string, item: Versioned, over: object = {}): Promise<Response> {
    const body = { decision: 'APPROVED', opinion: '与处分决定一致。', ...over };
    return this.step(user, item, 'reviews', body);
  }

  /** Approved by both reviewers, the masking not yet confirmed. */
  async reviewed(over: object = {}): Promise<Versioned> {
    const item = await this.submitted(over);
    const verified = ok(await this.review(this.people.discipline, item)).body as Versioned;
    return ok(await this.review(this.people.deputy, verified)).body as Versioned;
  }

  /** Confirms the masking as it stands, whatever comes of it. */
  async confirmMasking(user: string, item: Versioned): Promise<Response> {
    const caller = await this.app.as(user);
    const { digest } = ok(await caller.get(`/cases/${item.id}/masking`)).body as { digest: string };
    return this.step(user, item, 'masking', { digest, opinion: '逐项核对，称谓符合要求。' });
  }

  async approved(over: object = {}): Promise<Versioned> {
    const item = await this.reviewed(over);
    return ok(await this.confirmMasking(this.people.chief, item)).body as Versioned;
  }

  async compose(caseIds: string[], over: object = {}): Promise<Versioned> {
    const clerk = await this.app.as(this.people.clerk);
    const body = { campaignId: this.campaignId, quarter: '2020Q2', caseIds, ...over };
    return ok(await clerk.post('/bulletins', body)).body as Versioned;
  }

  /** A step on a bulletin, whatever comes of it. */
  async act(user: string, bulletin: Versioned, noun: string, body: object = {}): Promise<Response> {
    const caller = await this.app.as(user);
    return caller.post(`/bulletins/${bulletin.id}/${noun}`, body, bulletin.version);
  }

  /** Who takes a step before the director's. */
  reviewerOf(step: string): string {
    const { discipline, finance, chief, office, secrecy, deputy } = this.people;
    const reviewers: Readonly<Record<string, string>> = {
      DISCIPLINE_COUNTERSIGN: discipline,
      FINANCE_COUNTERSIGN: finance,
      LEGAL_COUNTERSIGN: chief,
      PROOFREADING: office,
      SECRECY_REVIEW: secrecy,
      DEPUTY_REVIEW: deputy,
    };
    return reviewers[step] ?? '';
  }

  /** Handed in and agreed to by everybody before the director. */
  async walked(bulletin: Versioned): Promise<Versioned> {
    let item = ok(await this.act(this.people.clerk, bulletin, 'submission')).body as Walked;
    while (item.awaiting && item.awaiting !== 'SIGNATURE') {
      const reviewer = this.reviewerOf(item.awaiting);
      item = ok(await this.act(reviewer, item, 'reviews', AGREED)).body as Walked;
    }
    return item;
  }

  /** 签发, whatever comes of it. */
  sign(bulletin: Versioned, user = this.people.director): Promise<Response> {
    return this.act(user, bulletin, 'signature', AGREED);
  }

  /** 编号用印 and 印发 of a signed bulletin. */
  async dispatch(signed: Versioned): Promise<Versioned> {
    const numbered = ok(await this.act(this.people.office, signed, 'numbering')).body as Versioned;
    return ok(await this.act(this.people.office, numbered, 'issuance')).body as Versioned;
  }

  /** The whole way from a draft to 印发. */
  async issued(bulletin: Versioned): Promise<Versioned> {
    return this.dispatch(ok(await this.sign(await this.walked(bulletin))).body as Versioned);
  }

  async pdf(user: string, id: string): Promise<Buffer> {
    return download(await this.app.as(user), `/bulletins/${id}.pdf`);
  }
}

/** Every table and row of the database as text: where a real name could have got to. */
export async function everythingStored(app: TestApp): Promise<string> {
  const tables = await app.rows<{ name: string }>(
    app.engine === 'postgres'
      ? sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
      : sql`SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const contents: string[] = [];
  for (const { name } of tables) {
    contents.push(JSON.stringify(await app.rows(sql`SELECT * FROM ${raw(name)}`)));
  }
  return contents.join('\n');
}
