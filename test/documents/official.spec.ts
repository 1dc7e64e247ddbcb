import { describe, expect, it } from '@jest/globals';
import { type OfficialDocument } from '../../src/documents/blocks/blocks.js';
import { defaultDocumentsOptions } from '../../src/documents/documents.options.js';
import { FontBook } from '../../src/documents/fonts/font-roles.js';
import { layoutOfficial } from '../../src/documents/layout/official-layout.js';
import { OFFICIAL } from '../../src/documents/layout/official-style.js';
import { Typesetter } from '../../src/documents/layout/typesetter.js';
import { type BulletinModel } from '../../src/documents/models-official.js';
import { bulletin, quarterlySummary } from './support/official-samples.js';
import { type ReadPage, type ReadRun } from './support/read-pdf.js';
import { readModel, renderer } from './support/rendering.js';

const BODY_SIZE = 15.75;
const fonts = new FontBook(defaultDocumentsOptions().fonts);
const body = (page: ReadPage | undefined): ReadRun[] =>
  page?.runs.filter((run) => run.size === BODY_SIZE) ?? [];
const find = (page: ReadPage | undefined, text: string): ReadRun | undefined =>
  page?.runs.find((run) => run.text.includes(text));

/** The lines of text on each page as laid out. */
function layoutTexts(model: BulletinModel): string[][] {
  const blocks = renderer.blocks('bulletin', model) as OfficialDocument;
  const typesetter = new Typesetter(fonts);
  return layoutOfficial(blocks, typesetter).pages.map((page) =>
    page.lines.flatMap(({ item }) =>
      item.texts.map(({ text, line }) =>
        String.fromCodePoint(...text.cps.slice(line.start, line.end)),
      ),
    ),
  );
}

/** A bulletin whose opening has the given number of full lines. */
const withLines = (count: number): BulletinModel => ({
  ...bulletin,
  opening: '专'.repeat(26) + '项'.repeat(28 * (count - 1)),
});

describe('通报 in the format of GB/T 9704-2012', () => {
  it('is A4 with a 版心 from 28.0 to 184.0 mm and from 37.0 to 262.0 mm', async () => {
    const pages = await readModel('bulletin', bulletin);
    for (const page of pages) {
      expect(page.width).toBeCloseTo(210, 3);
      expect(page.height).toBeCloseTo(297, 3);
      expect(Math.min(...body(page).map((run) => run.x))).toBeCloseTo(28, 2);
      for (const run of body(page)) {
        // A squeezed closing mark ends with its blank half outside.
        const hanging = /[，。；：、）”]$/u.test(run.text) ? (BODY_SIZE / 2) * (25.4 / 72) : 0;
        expect(run.right).toBeLessThanOrEqual(184.02 + hanging);
        expect(run.y).toBeGreaterThan(37);
        expect(run.y).toBeLessThan(262);
      }
    }
    const justified = pages.flatMap(body).filter((run) => Math.abs(run.right - 184) < 0.02);
    expect(justified.length).toBeGreaterThan(10);
  });

  it('sets 22 lines of 28 characters', async () => {
    const [, page] = await readModel('bulletin', withLines(60));
    const baselines = [...new Set(body(page).map((run) => run.y.toFixed(2)))];
    expect(baselines).toHaveLength(22);
    expect(find(page, '项')?.text).toHaveLength(28);
    const pitch = (Number(baselines.at(-1)) - Number(baselines[0])) / 21;
    expect(pitch * 21 + BODY_SIZE * (25.4 / 72)).toBeCloseTo(225, 1);
  });

  it('opens with the red mark 35 mm below the top of 版心 and a red rule across it', async () => {
    const [page] = await readModel('bulletin', bulletin);
    const mark = find(page, '安澜区民政局文件');
    // The top of the character box, from the baseline up.
    expect(mark!.y - mark!.size * 0.88 * (25.4 / 72)).toBeCloseTo(37 + 35, 1);
    expect((mark!.x + mark!.right) / 2).toBeCloseTo(106, 1);
    expect(page?.rules).toHaveLength(1);
    expect(page?.rules[0]).toMatchObject({
      x1: expect.closeTo(28, 2),
      x2: expect.closeTo(184, 2),
    });
    const number = find(page, '安民发〔');
    const bottom = number!.y + 0.12 * BODY_SIZE * (25.4 / 72);
    expect(page!.rules[0]!.y1 - bottom).toBeCloseTo(4, 1);
  });

  it('fits a long mark to at most 96 % of the width', async () => {
    const marks = ['安澜区民政局农村低保专项治理工作领导小组办公室'];
    const masthead = { ...bulletin.masthead, marks };
    const [page] = await readModel('bulletin', { ...bulletin, masthead });
    const mark = find(page, marks[0]!);
    expect(mark!.right - mark!.x).toBeLessThanOrEqual(156 * 0.96 + 0.01);
  });

  it('spreads the names of joint organs to one width', async () => {
    const marks = ['安澜区民政局', '安澜区纪律检查委员会'];
    const masthead = { ...bulletin.masthead, marks };
    const [page] = await readModel('bulletin', { ...bulletin, masthead });
    const rows = marks.map((mark) => page?.runs.filter((run) => mark.includes(run.text)) ?? []);
    const lefts = rows.map((runs) => Math.min(...runs.map((run) => run.x)));
    expect(lefts[0]).toBeCloseTo(lefts[1]!, 1);
    expect(page?.text.startsWith('安澜区民政局安澜区纪律检查委员会文件')).toBe(true);
  });

  it('shows the signer of a document to a superior', async () => {
    const masthead = { ...bulletin.masthead, issuer: '某某某' };
    const [page] = await readModel('bulletin', { ...bulletin, masthead });
    expect(find(page, '安民发〔')?.x).toBeCloseTo(28 + 156 / 28, 1);
    expect(page?.text).toContain('签发人：某某某');
  });

  it('numbers odd pages at the right and even pages at the left, 7 mm below 版心', async () => {
    const pages = await readModel('bulletin', bulletin);
    const oneChar = 14 * (25.4 / 72);
    pages.forEach((page, i) => {
      const folio = find(page, `— ${i + 1} —`);
      if (i % 2 === 0) expect(folio!.right).toBeCloseTo(184 - oneChar, 1);
      else expect(folio!.x).toBeCloseTo(28 + oneChar, 1);
      // The ink of the dash lies 0.38 em above the baseline.
      expect(folio!.y - 0.38 * oneChar).toBeCloseTo(262 + 7, 1);
    });
  });

  it('puts 版记 on the bottom of 版心 of the last page', async () => {
    const pages = await readModel('bulletin', bulletin);
    const last = pages.at(-1)!;
    const rules = last.rules.map((rule) => rule.y1).sort((a, b) => a - b);
    expect(rules).toHaveLength(3);
    expect(rules[2]).toBeCloseTo(262, 2);
    expect(last.text).toMatch(/抄送：示例市民政局.*区审计局。安澜区民政局办公室2020年7月10日印发/u);
    expect(pages.slice(0, -1).some((page) => page.text.includes('抄送'))).toBe(false);
  });

  it('never leaves the signature alone on a page, whatever the length', () => {
    for (let count = 1; count <= 24; count++) {
      const pages = layoutTexts({ ...withLines(count), cases: [] });
      const page = pages.find((texts) => texts.includes('〔盖章处〕'))!;
      const body = page.slice(0, page.indexOf('〔盖章处〕')).filter((text) => text.length > 1);
      expect(body.length).toBeGreaterThanOrEqual(2);
      expect(page).toContain('2020年7月9日');
    }
  });

  it('centres the organ above a date four characters from the edge, with a mark for the seal', async () => {
    const signature = { ...bulletin.signature, organs: ['安澜区民政局'] };
    const pages = await readModel('bulletin', { ...bulletin, signature });
    const last = pages.at(-1)!;
    const organ = last.runs.filter((run) => run.text === '安澜区民政局').at(-1)!;
    const day = last.runs.find((run) => run.text === '日' && run.y > organ.y);
    expect(184 - day!.right).toBeCloseTo((4 * 156) / 28, 0);
    const date = last.runs.filter((run) => Math.abs(run.y - day!.y) < 0.1);
    const dateMiddle = (Math.min(...date.map((run) => run.x)) + day!.right) / 2;
    expect((organ.x + organ.right) / 2).toBeCloseTo(dateMiddle, 0);
    expect(find(last, '〔盖章处〕')?.size).toBe(OFFICIAL.sealMark.size);
  });

  it('sets an unsealed signature two characters from the edge', async () => {
    const signature = { ...bulletin.signature, organs: ['安澜区民政局'], sealed: false };
    const pages = await readModel('bulletin', { ...bulletin, signature });
    const last = pages.at(-1)!;
    const organ = last.runs.filter((run) => run.text === '安澜区民政局').at(-1)!;
    const date = last.runs.filter((run) => run.y > organ.y + 1 && run.y < organ.y + 12);
    const right = Math.max(...date.map((run) => run.right));
    expect(184 - right).toBeCloseTo((2 * 156) / 28, 0);
    expect(Math.min(...date.map((run) => run.x)) - organ.x).toBeCloseTo((2 * 156) / 28, 0);
    expect(last.text).not.toContain('盖章处');
  });

  it('refuses a character that no face has, and names it', async () => {
    await expect(
      readModel('bulletin', { ...bulletin, followUp: '请😀回复' }),
    ).rejects.toMatchObject({
      code: 'MISSING_GLYPHS',
      message: expect.stringContaining('“😀”（U+1F600）'),
    });
  });
});

describe('季度工作总结', () => {
  it('starts its attachment on a new page with the label on line 1 and the title on line 3', async () => {
    const pages = await readModel('quarterly-summary', quarterlySummary);
    const page = pages.at(-1)!;
    expect(page.text.startsWith('附件12020年第二季度农村低保专项治理指标表')).toBe(true);
    expect(page.runs[0]?.x).toBeCloseTo(28, 2);
    const title = find(page, '农村低保专项治理指标表')!;
    const pitch = OFFICIAL.grid.linePitch * (25.4 / 72);
    expect(title.y).toBeGreaterThan(37 + 2 * pitch);
    expect(title.y).toBeLessThan(37 + 3 * pitch);
    const xs = page.rules.flatMap((rule) => [rule.x1, rule.x2]);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([
      expect.closeTo(28, 2),
      expect.closeTo(184, 2),
    ]);
  });

  it('leaves out suggestions and recipients where there are none', async () => {
    const model = { ...quarterlySummary, recipients: '', suggestions: [] };
    const text = (await readModel('quarterly-summary', model)).map((page) => page.text).join('');
    expect(text).not.toContain('七、意见建议');
    const more = { ...quarterlySummary, suggestions: ['尽快出台办法。', '加密调度频次。'] };
    const full = (await readModel('quarterly-summary', more)).map((page) => page.text).join('');
    expect(full).toContain('七、意见建议一是尽快出台办法。二是加密调度频次。');
  });
});
