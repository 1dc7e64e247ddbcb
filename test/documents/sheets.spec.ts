import { describe, expect, it } from '@jest/globals';
import { type ReadPage } from './support/read-pdf.js';
import { readModel } from './support/rendering.js';
import { closureApplication, ledger, ledgerRows } from './support/sheet-samples.js';

const HEADER = '序号备注问题整改进展与销号问题编号来源类别存在的问题原因分析整改措施整改时限';
const numbersOf = (page: ReadPage): string[] => page.text.match(/990101-2020-WT-\d{4}/g) ?? [];

describe('整改台账', () => {
  it.each([
    ['A4', 297, 210],
    ['A3', 420, 297],
  ] as const)('is landscape %s, inside 10 mm margins', async (paper, width, height) => {
    const [page] = await readModel('rectification-ledger', ledger(ledgerRows(3), { paper }));
    expect(page?.width).toBeCloseTo(width, 3);
    expect(page?.height).toBeCloseTo(height, 3);
    const xs = page?.rules.flatMap((rule) => [rule.x1, rule.x2]) ?? [];
    expect(Math.min(...xs)).toBeCloseTo(10, 2);
    expect(Math.max(...xs)).toBeCloseTo(width - 10, 2);
    for (const run of page?.runs ?? []) {
      expect(run.x).toBeGreaterThanOrEqual(9.99);
      expect(run.right).toBeLessThanOrEqual(width - 9.99);
      expect(run.y).toBeLessThanOrEqual(height - 10);
    }
  });

  it('repeats its header on every page and keeps every row in order', async () => {
    const pages = await readModel('rectification-ledger', ledger(ledgerRows(60)));
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page.text).toContain(HEADER);
    expect(pages.flatMap(numbersOf)).toEqual(ledgerRows(60).map((row) => row.issueNo));
  });

  it('numbers its pages and names the sealed snapshot on each', async () => {
    const pages = await readModel('rectification-ledger', ledger(ledgerRows(25)));
    pages.forEach((page, i) => {
      expect(page.text).toContain(`第${i + 1}页共${pages.length}页`);
      expect(page.text).toContain('截至2020-05-3018:00快照9f2c4e7a1b3d');
    });
  });

  it('keeps totals, account line and signatures with the last row', async () => {
    for (let count = 8; count < 24; count++) {
      const pages = await readModel('rectification-ledger', ledger(ledgerRows(count)));
      const last = pages.at(-1)!;
      expect(numbersOf(last).length).toBeGreaterThan(0);
      expect(last.text).toContain(`共${count}项，其中已销号1项`);
      expect(last.text).toContain('期初3＋新增8＋重开1＋移入0－销号1－移出0－撤并1＝期末10');
      expect(last.text).toMatch(/填表人：经办人甲审核人：科室负责人乙单位负责人（签字）：联系电话/);
      expect(
        pages
          .map((page) => page.text)
          .join('')
          .split('期末10'),
      ).toHaveLength(2);
    }
  });

  it('never breaks issue numbers and dates', async () => {
    const [page] = await readModel('rectification-ledger', ledger(ledgerRows(2)));
    const texts = page?.runs.map((run) => run.text) ?? [];
    for (const whole of ['990101-2020-WT-0001', '2020-06-15', '2020-05-18']) {
      expect(texts).toContain(whole);
    }
  });

  it('splits a row that is taller than a page and loses nothing', async () => {
    const [row] = ledgerRows(1);
    const statement = Array.from({ length: 900 }, (_, i) => `第${i}条情况。`).join('');
    const pages = await readModel('rectification-ledger', ledger([{ ...row!, statement }]));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.text).toContain(HEADER);
    const text = pages.map((page) => page.text).join('');
    for (let i = 0; i < 900; i += 100) expect(text).toContain(`第${i}条情况`);
    expect(text.match(/条情况。/g)).toHaveLength(900);
  });

  it('prints an empty month as a nil ledger', async () => {
    const pages = await readModel('rectification-ledger', ledger([]));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.text).toContain('共0项');
  });

  it('draws 〓 for a character without a glyph and names it on every page', async () => {
    const rows = ledgerRows(14).map((row, i) => (i === 3 ? { ...row, remark: '见😀' } : row));
    const pages = await readModel('rectification-ledger', ledger(rows));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.text).toContain('〓为字库缺字：U+1F600');
    expect(pages[0]?.text).toContain('见〓');
  });
});

describe('销号申请（审批）表', () => {
  it('is portrait A4 with a box for each review step', async () => {
    const pages = await readModel('closure-application', closureApplication);
    expect(pages[0]?.width).toBeCloseTo(210, 3);
    const text = pages.map((page) => page.text).join('');
    for (const { step } of closureApplication.reviews) {
      expect(text).toContain(step.replace('\n', ''));
    }
    expect(text.match(/年月日/g)).toHaveLength(2);
  });

  it('leaves out the site check where none was made', async () => {
    const [first] = await readModel('closure-application', {
      ...closureApplication,
      siteCheck: '',
    });
    expect(first?.text).not.toContain('现场核查情况');
  });
});
