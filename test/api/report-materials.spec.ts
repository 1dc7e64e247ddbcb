import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { ok, PDF_BYTES } from '../support/issues.js';
import { type ReportAnswer, type ReportDesk, textOf } from './reporting.fixture.js';
import { beginVillageSurvey, SURVEY_ATTACHMENTS, SURVEY_BEGINS } from './village.fixture.js';

describe.each(ENGINES)('a survey of files, with a stamped paper copy, on %s', (engine) => {
  let app: TestApp;
  let survey: ReportAnswer;
  let villages: ReportDesk;
  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, SURVEY_BEGINS);
    ({ desk: villages, survey } = await beginVillageSurvey(app));
  });
  afterAll(() => app.stop());

  const attach = async (slot: string) =>
    (await app.as('shaigu.reporter'))
      .post(`/reports/${survey.id}/attachments`)
      .field('slot', slot)
      .attach('file', PDF_BYTES, '台账.pdf');

  it('asks for every attachment or a reason', async () => {
    expect((await attach('附件9')).status).toBe(422);
    for (const slot of SURVEY_ATTACHMENTS.slice(0, 3)) ok(await attach(slot));
    const refused = await villages.step('shaigu.head', survey, 'submission');
    expect([refused.status, refused.body.code]).toEqual([422, 'MATERIAL_INCOMPLETE']);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({
        code: 'ATTACHMENT_MISSING',
        message: expect.stringContaining('附件4'),
      }),
    ]);
    const nil = await villages.step('shaigu.head', survey, 'submission', { isNil: true });
    expect([nil.status, nil.body.code]).toEqual([422, 'NOT_NIL']);
    const narrative = {
      withoutAttachment: [{ title: SURVEY_ATTACHMENTS[3], text: '本村没有应汇总的对象。' }],
    };
    const reporter = await app.as('shaigu.reporter');
    ok(await reporter.put(`/reports/${survey.id}/draft`, { narrative }, survey.version));
    const sent = ok(await villages.step('shaigu.head', survey, 'submission')).body;
    expect(sent).toMatchObject({ status: 'SUBMITTED', late: false });
  });

  it('seals text and digests of the files, and prints a letter', async () => {
    const sealed = JSON.parse((await villages.file('qinghe.clerk', survey, '1.json')).toString());
    expect(sealed.kind).toBe('MATERIAL');
    expect(sealed.attachments).toHaveLength(3);
    const text = await textOf(await villages.file('qinghe.clerk', survey, '1.pdf'));
    expect(text).toContain('本村没有应汇总的对象');
    expect(text).toContain('社会救助兜底脱贫调查摸排台账');
    const late = await attach(SURVEY_ATTACHMENTS[3]);
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATUS']);
    const content = await (
      await app.as('qinghe.clerk')
    ).get(`/reports/${survey.id}/attachments/1/content`);
    expect(content.status).toBe(200);
  });

  it('is accepted by the town only after the stamped paper has come in', async () => {
    const early = await villages.step('qinghe.clerk', survey, 'acceptance');
    expect([early.status, early.body.code]).toEqual([409, 'PAPER_MISSING']);
    expect((await villages.read(survey, 'qinghe.clerk')).allowedActions).toEqual([
      'return',
      'receivePaper',
    ]);
    const tomorrow = { receivedOn: '2020-05-21' };
    const future = await villages.step('qinghe.clerk', survey, 'paper-receipt', tomorrow);
    expect([future.status, future.body.code]).toEqual([422, 'RECEIVED_ON']);
    const today = { receivedOn: '2020-05-20', note: '盖章件一式两份' };
    ok(await villages.step('qinghe.clerk', survey, 'paper-receipt', today));
    const accepted = await villages.accept(survey, 'qinghe.leader');
    expect(accepted).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 1 });
    const verified = ok(
      await (await app.as('qinghe.clerk')).get(`/reports/${survey.id}/verification`),
    ).body;
    expect(verified).toMatchObject({ ok: true, faults: [] });
  });
});
