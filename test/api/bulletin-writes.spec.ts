import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, FAVOUR, type Versioned } from './cases.fixture.js';

const TIMES = 8;

/** Fields that may be emptied, and what they then are. */
type Emptied = Readonly<Record<string, unknown>>;

describe.each(ENGINES)('writing cases and bulletins on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: CaseDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new CaseDesk(app, campaignId);
    const organisation = app.app.get(OrganisationService);
    for (const role of ['DEPUTY_DIRECTOR', 'DIRECTOR', 'DIVISION_CLERK'] as const) {
      await organisation.createUser({
        username: `city.${role.toLowerCase()}`,
        name: '市局人员',
        unitId: app.units.city ?? '',
        roles: [role],
        password: DEMO_PASSWORD,
      });
    }
  });
  afterAll(() => app.stop());

  const statuses = (answers: { status: number }[]): number[] =>
    answers.map(({ status }) => status).sort();
  const patch = async (path: string, item: Versioned, body: object) =>
    (await app.as('div.clerk')).patch(`/${path}/${item.id}`, body, item.version);

  describe('is for the people of the bureau itself, not for those of the bureau above', () => {
    it('who review its cases', async () => {
      const item = await desk.submitted();
      const verified = ok(await desk.review('discipline', item)).body as Versioned;
      expect((await desk.review('city.deputy_director', verified)).status).toBe(403);
      const deputy = await app.as('city.deputy_director');
      const seen = ok(await deputy.get(`/cases/${item.id}`)).body;
      expect([seen.status, seen.allowedActions]).toEqual(['REVIEW', []]);
    });

    it('who draft its cases and compose its bulletins', async () => {
      const item = await desk.draft();
      const bulletin = await desk.compose([]);
      const clerk = await app.as('city.division_clerk');
      const quarter = { campaignId, quarter: '2020Q2' };
      const changes = [
        await clerk.patch(`/cases/${item.id}`, { lesson: '改' }, item.version),
        await clerk.post(`/cases/${item.id}/submission`, {}, item.version),
        await clerk.patch(`/bulletins/${bulletin.id}`, { copies: '改' }, bulletin.version),
      ];
      expect(statuses(changes)).toEqual([403, 403, 403]);
      const creations = [
        await clerk.post('/cases', { ...quarter, ...FAVOUR }),
        await clerk.post('/bulletins', { ...quarter, caseIds: [] }),
      ];
      expect(creations.map(({ body }) => body.code)).toEqual(Array(2).fill('UNKNOWN_CAMPAIGN'));
      expect(ok(await clerk.get(`/cases/${item.id}`)).body.allowedActions).toEqual([]);
    });

    it('who issue its bulletins under its number', async () => {
      const bulletin = await desk.walked(await desk.compose([(await desk.approved()).id]));
      expect((await desk.sign(bulletin, 'city.director')).status).toBe(403);
      const director = await app.as('city.director');
      const seen = ok(await director.get(`/bulletins/${bulletin.id}`)).body;
      expect(seen.allowedActions).toEqual([]);
    });
  });

  describe('at the same time', () => {
    it('lets one of many decisions on a case stand and tells the others so', async () => {
      const item = await desk.submitted();
      const answers = await Promise.all(
        Array.from({ length: TIMES }, (_, index) =>
          desk.review('discipline', item, { opinion: `第${index}份意见` }),
        ),
      );
      expect(statuses(answers)).toEqual([200, ...Array<number>(TIMES - 1).fill(412)]);
      const reviews = await app.rows(sql`SELECT step FROM case_reviews WHERE case_id = ${item.id}`);
      expect(reviews).toEqual([{ step: 'VERIFICATION' }]);
    });

    it('publishes a case in one of many bulletins', async () => {
      const item = await desk.approved();
      const bulletins: Versioned[] = [];
      for (let n = 0; n < TIMES; n += 1) {
        bulletins.push(await desk.walked(await desk.compose([item.id])));
      }
      const answers = await Promise.all(bulletins.map((bulletin) => desk.sign(bulletin)));
      expect(statuses(answers)).toEqual([200, ...Array<number>(TIMES - 1).fill(422)]);
      const refused = answers.filter(({ status }) => status === 422);
      for (const { body } of refused) {
        expect(body.errors).toMatchObject([{ path: 'caseIds[0]', code: 'PUBLISHED_BEFORE' }]);
      }
    });

    it('gives a bulletin one number, however many ask for it', async () => {
      const bulletin = await desk.walked(await desk.compose([(await desk.approved()).id]));
      const signed = ok(await desk.sign(bulletin)).body as Versioned;
      const answers = await Promise.all(
        Array.from({ length: TIMES }, () => desk.act('office.clerk', signed, 'numbering')),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    });
  });

  describe('emptying', () => {
    const CASE: Emptied = {
      facts: '',
      rectification: '',
      analysis: '',
      lesson: '',
      disclosure: 'INTERNAL',
      mode: 'SURNAME',
      issueId: null,
      householdCount: null,
      personCount: null,
      recoveredFen: null,
    };
    const REQUIRED_OF_CASE = ['title', 'violationType', 'persons'];

    it.each(Object.entries(CASE))('%s of a case with null gives %j', async (field, value) => {
      const answer = ok(await patch('cases', await desk.draft(), { [field]: null }));
      expect(answer.body[field]).toEqual(value);
    });

    it.each([...Object.keys(CASE), 'amountFen', ...REQUIRED_OF_CASE])(
      '%s of a case with "" is an empty text or a named fault',
      async (field) => {
        const answer = await patch('cases', await desk.draft(), { [field]: '' });
        const isText = CASE[field] === '';
        expect([field, answer.status]).toEqual([field, isText ? 200 : 400]);
        if (isText) expect(answer.body[field]).toBe('');
        else expect(answer.body.errors).toMatchObject([{ path: field }]);
      },
    );

    it.each(REQUIRED_OF_CASE)('%s of a case with null is refused, naming it', async (field) => {
      const answer = await patch('cases', await desk.draft(), { [field]: null });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, field]);
    });

    it('takes the amount away together with what was recovered of it', async () => {
      const alone = await patch('cases', await desk.draft(), { amountFen: null });
      expect([alone.status, alone.body.code]).toEqual([422, 'CASE_FACTS']);
      const money = { amountFen: null, recoveredFen: null };
      expect(ok(await patch('cases', await desk.draft(), money)).body).toMatchObject(money);
    });

    it.each([
      ['sanctions', null, 400],
      ['sanctions', '', 400],
      ['post', null, 400],
      ['realName', null, 200],
      ['realName', '', 200],
    ])('%s of a known person with %j is answered %i', async (field, value, status) => {
      const [first] = FAVOUR.persons;
      const known = { ...first, realName: undefined, publicName: '王某', [field]: value };
      const answer = await patch('cases', await desk.draft(), { persons: [known] });
      expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
    });

    const BULLETIN: Emptied = {
      copies: '',
      disclosure: 'INTERNAL',
      feedbackOn: null,
      title: '关于0起农村低保专项治理典型问题的通报',
      opening: expect.stringContaining('查处典型问题0起'),
      analysis: expect.any(String),
      demands: expect.any(Array),
      followUp: expect.any(String),
      recipients: expect.any(String),
    };
    const TEXTS = ['copies', 'title', 'opening', 'analysis', 'followUp', 'recipients'];
    const filledIn = () =>
      desk.compose([], {
        copies: '区纪委监委',
        disclosure: 'PUBLIC',
        feedbackOn: '2020-07-31',
        coUnitIds: [app.units.finance],
        ...Object.fromEntries(TEXTS.map((field) => [field, '填写过的文字'])),
        demands: [{ title: '填写过的', text: '填写过的文字' }],
      });

    it.each(Object.entries(BULLETIN))('%s of a bulletin with null', async (field, value) => {
      const answer = ok(await patch('bulletins', await filledIn(), { [field]: null }));
      expect(answer.body[field]).toEqual(value);
      expect(JSON.stringify(answer.body[field])).not.toContain('填写过');
    });

    it('the signing organs of a bulletin with null gives the resident group', async () => {
      const answer = ok(await patch('bulletins', await filledIn(), { coUnitIds: null }));
      expect(answer.body.coUnits.map(({ id }: { id: string }) => id)).toEqual([
        app.units.discipline,
      ]);
    });

    it.each([...Object.keys(BULLETIN), 'coUnitIds', 'caseIds'])(
      '%s of a bulletin with "" is an empty text or a named fault',
      async (field) => {
        const answer = await patch('bulletins', await filledIn(), { [field]: '' });
        expect([field, answer.status]).toEqual([field, TEXTS.includes(field) ? 200 : 400]);
        if (answer.status === 400) expect(answer.body.errors).toMatchObject([{ path: field }]);
        else expect(answer.body[field]).toEqual(BULLETIN[field]);
      },
    );

    it('the cases of a bulletin with null is refused, naming them', async () => {
      const answer = await patch('bulletins', await filledIn(), { caseIds: null });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'caseIds']);
    });

    it('fields of a new case or bulletin with null is as if they were left out', async () => {
      const blank = (fields: Emptied) =>
        Object.fromEntries(Object.keys(fields).map((field) => [field, null]));
      expect(await desk.draft({ ...blank(CASE), amountFen: null })).toMatchObject(CASE);
      expect(await desk.compose([], { ...blank(BULLETIN), coUnitIds: null })).toMatchObject({
        ...BULLETIN,
        coUnits: [{ id: app.units.discipline }],
      });
    });
  });
});
