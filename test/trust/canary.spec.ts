import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Response } from 'supertest';
import { MANIFEST } from '../../src/operations/manifest.js';
import { CaseDesk, everythingStored, FAVOUR } from '../api/cases.fixture.js';
import { download, textOf } from '../api/reporting.fixture.js';
import { ENGINES, TestApp } from '../support/app.js';
import { textOfWorkbook } from '../support/imports.js';
import { createCampaign, type DrivenIssue, FINDING, IssueDriver, ok } from '../support/issues.js';
import { dumpedText, filesBelow, unpackedBackup } from './support/backup-text.js';
import { figure, LONG } from './support/figure.js';

/** Personal data that stands nowhere in the sources of the program; each is one canary. */
const PERSON = {
  name: '鄢珑璟',
  idNumber: '99010319550228205X',
  phone: '13827465918',
  householdHead: '酆璘珂',
  householdNo: 'HK-88362157',
  note: '骶椎裂后遗症，由姑母照料',
};
const OFFICIAL = { realName: '晏珑珊', idNumber: '990101196503150018' };
const CANARIES = [
  PERSON.name,
  PERSON.idNumber,
  PERSON.phone,
  PERSON.householdHead,
  '88362157',
  '骶椎裂',
  OFFICIAL.realName,
  OFFICIAL.idNumber,
];
/** As they are shown: what is searched does hold the records, only not in clear. */
const MASKED = '鄢某某';

const found = (text: string): string[] => CANARIES.filter((canary) => text.includes(canary));

// What a server keeps is the same on both engines but for its form; the long form looks at both.
describe.each(LONG ? ENGINES : (['sqlite'] as const))(
  'S15 personal-data canaries on %s',
  (engine) => {
    let app: TestApp;
    let driver: IssueDriver;
    let issue: DrivenIssue;
    let personId: string;
    let caseId: string;
    const logged: string[] = [];
    const answers: string[] = [];
    /** How many texts of each kind held no canary. */
    const searched: Record<string, number> = {};

    beforeAll(async () => {
      const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
      app = await TestApp.startWithOrganisation(
        engine,
        '2020-07-06T09:00:00+08:00',
        { logLevel: 'debug' },
        log,
      );
      driver = new IssueDriver(app, await createCampaign(app));
      issue = await withPeople();
      const desk = new CaseDesk(app, driver.campaignId);
      const [cadre, ...others] = FAVOUR.persons;
      const facts = '2018年6月，村党支部书记晏某某未作近亲属备案，审核时未核对车辆信息。';
      const item = await desk.approved({ persons: [{ ...cadre, ...OFFICIAL }, ...others], facts });
      caseId = item.id;
      await desk.issued(await desk.compose([caseId]));
    }, 120_000);
    afterAll(async () => {
      // Of a search in which anything was found there is no figure.
      if (Object.keys(searched).length >= 7) {
        const places = Object.entries(searched).map(([what, count]) => `${count} ${what}`);
        figure(
          'S15',
          `${engine}: 0 of ${CANARIES.length} canaries in clear in ${places.join(', ')}`,
        );
      }
      await app?.stop();
    });

    /** An issue that has gone far enough to stand on every list, with people added in every way. */
    async function withPeople(): Promise<DrivenIssue> {
      const clerk = await app.as('div.clerk');
      const finding = { ...FINDING, responsibleUnitId: app.units.qinghe };
      const made = await clerk
        .post('/issues?register=true', {
          ...finding,
          campaignId: driver.campaignId,
          persons: [PERSON, { name: PERSON.householdHead }],
        })
        .set('idempotency-key', 'canary-registration');
      let one = told(made).body as DrivenIssue;
      for (const step of ['ASSIGNED', 'PLANNING', 'PLAN_REVIEW', 'RECTIFYING'] as const) {
        one = await driver.next(one, step);
      }
      const list = told(await clerk.get(`/issues/${one.id}/persons`)).body as {
        items: { id: string; version: number }[];
      };
      const [first, second] = list.items;
      personId = first?.id ?? '';
      const at = `/issues/${one.id}/persons/${second?.id}`;
      const changes = { name: PERSON.householdHead, phone: PERSON.phone, note: PERSON.note };
      told(await clerk.patch(at, changes, 1).set('idempotency-key', 'canary-change'));
      told(await clerk.post(`${at}/void`, { reason: '登记时看错了户，不涉及本问题' }, 2));
      return one;
    }

    /** The answer, kept to be searched. */
    function told(answer: Response): Response {
      answers.push(`${answer.text}${JSON.stringify(answer.headers)}`);
      return ok(answer);
    }
    function expectClean(what: string, texts: readonly string[]): void {
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(found(text)).toEqual([]);
      searched[what] = texts.length;
    }

    it('S15 are told by none but the audited reveal', async () => {
      const clerk = await app.as('div.clerk');
      const reason = '电话核实补发金额是否到账';
      const request = clerk.post(`/issues/${issue.id}/persons/${personId}/reveals`, { reason });
      const { body } = ok(await request.set('idempotency-key', 'canary-reveal'));
      // The canaries are what was put in: the search would find them.
      expect(body).toMatchObject(PERSON);
      const chief = await app.as('div.chief');
      const names = ok(await chief.post(`/cases/${caseId}/name-reveals`, { reason }));
      expect(names.text).toContain(OFFICIAL.realName);
    });

    it('S15 are in no answer, list or detail', async () => {
      const clerk = await app.as('div.clerk');
      const paths = [
        ...[`/issues?q=${encodeURIComponent(PERSON.name)}`, `/issues?q=${PERSON.idNumber}`],
        ...['/issues', '/tasks', '/responsibilities', '/ledger', '/cases', '/bulletins', '/todo'],
        ...['', '/history', '/persons', '/plan', '/progress', '/evidence'].map(
          (part) => `/issues/${issue.id}${part}`,
        ),
        ...['/notifications', `/cases/${caseId}`, `/cases/${caseId}/masking`],
      ];
      for (const path of paths) told(await clerk.get(path));
      const found = await clerk.post('/issues/person-search', { idNumber: PERSON.idNumber });
      expect(told(found).body.items).toHaveLength(1);
      told(await (await app.as('auditor')).get('/audit?pageSize=200'));
      told(await (await app.as('admin')).get('/outbox'));
      expect(answers.some((text) => text.includes(MASKED))).toBe(true);
      expectClean('answers', answers);
    });

    it('S15 are in no error', async () => {
      const clerk = await app.as('div.clerk');
      const people = `/issues/${issue.id}/persons`;
      const wrong = [
        { ...PERSON },
        { ...PERSON, idNumber: PERSON.idNumber.replace('X', '1') },
        { ...PERSON, phone: `${PERSON.phone}99` },
        { ...PERSON, name: { [PERSON.name]: PERSON.phone } },
        { ...PERSON, relationToHead: PERSON.name },
        { ...PERSON, note: `${PERSON.note}\u{1F600}` },
      ];
      const refused = [
        ...(await Promise.all(wrong.map((body) => clerk.post(people, body)))),
        await clerk.post('/issues', { ...FINDING, persons: wrong }),
        await clerk.post('/issues/person-search', { idNumber: PERSON.idNumber.slice(0, 17) }),
        await clerk.post('/issues/person-search', { idNumber: PERSON.idNumber, name: PERSON.name }),
        await clerk.post(`${people}/${personId}/reveals`, { reason: `核实${PERSON.name}的情况` }),
        await clerk.post(`${people}/${personId}/void`, { reason: `${PERSON.name}不涉及` }, 1),
        await clerk.patch(`${people}/${personId}`, PERSON, 9),
        await clerk.get(`/issues?sort=${PERSON.idNumber}`),
        await clerk.get(`/issues/${PERSON.idNumber}`),
        await (await app.as('yunqi.clerk')).post(people, PERSON),
        await (await app.as('leadership')).post('/issues/person-search', PERSON),
      ];
      for (const { status } of refused) expect(status).toBeGreaterThanOrEqual(400);
      for (const { status } of refused) expect(status).toBeLessThan(500);
      expectClean(
        'errors',
        refused.map(({ text }) => text),
      );
    });

    it('S15 are in no export', async () => {
      const clerk = await app.as('div.clerk');
      const query = `?campaignId=${driver.campaignId}`;
      const papers: string[] = [];
      for (const list of ['issues', 'tasks', 'responsibilities', 'ledger']) {
        papers.push(ok(await clerk.get(`/${list}.csv${query}`)).text);
        papers.push(await textOfWorkbook(await download(clerk, `/${list}.xlsx${query}`)));
        papers.push(await textOf(await download(clerk, `/${list}.pdf${query}`)));
      }
      papers.push(await textOf(await download(clerk, `/cases/${caseId}.pdf`)));
      papers.push(await textOfWorkbook(await download(clerk, '/cases.xlsx')));
      expect(papers[0]).toContain(FINDING.statement);
      expectClean('exports', papers);
    });

    it('S15 are in no table: audit, messages, outbox and kept answers included', async () => {
      const stored = await everythingStored(app);
      expect(stored).toContain('issue.revealPerson');
      expect(stored).toContain('canary-registration');
      expectClean('tables', stored.split('\n'));
    });

    it('S15 are in no file: database and its log', async () => {
      const files = await filesBelow(app.place.dir);
      const names = files.map(({ name }) => name);
      expect(names).toContain('keys.json');
      if (engine === 'sqlite') {
        expect(names).toEqual(expect.arrayContaining(['xiaohao.sqlite', 'xiaohao.sqlite-wal']));
        expect(files.map(({ text }) => text).join('')).toContain('晏某某');
      }
      expectClean(
        'files',
        files.map(({ text }) => text),
      );
    });

    it('S15 are in no part of a backup, as the program makes and signs it', async () => {
      const files = await unpackedBackup(app);
      const names = files.map(({ name }) => name);
      const wanted =
        engine === 'sqlite' ? ['database.sqlite'] : ['issues.jsonl', 'outbox_messages.jsonl'];
      expect(names).toEqual(expect.arrayContaining([MANIFEST, ...wanted]));
      expect(files.map(({ text }) => text).join('')).toContain('晏某某');
      expectClean(
        'parts of a backup',
        files.map(({ text }) => text),
      );
    });

    if (engine === 'postgres') {
      it('S15 are in no dump that pg_dump makes', async () => {
        const text = await dumpedText(app);
        if (text === undefined) {
          figure(
            'S15',
            `${engine}: no pg_dump as new as the server is installed, so its form is not looked at`,
          );
          return;
        }
        expect(text).toContain('晏某某');
        expectClean('lines of a dump', text.split('\n'));
      });
    }

    it('S15 are in no line of the log, at its most talkative', () => {
      expect(logged.length).toBeGreaterThan(50);
      expect(logged.join('')).toContain('/api/issues/:id/persons');
      expectClean('log lines', logged);
    });
  },
);
