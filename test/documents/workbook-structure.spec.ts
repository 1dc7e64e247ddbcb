import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkbookModel } from '../../src/documents/models-workbook.js';
import { openChecked } from '../../src/documents/reading/zip-check.js';
import { renderWorkbook } from '../../src/documents/workbook/workbook.js';

const STAMP = { createdAt: '2020-05-30T10:00:00Z', id: '9f2c' };
const LONG = Array.from({ length: 60 }, (_, at) => `第${at + 1}个很长的选项，名称各不相同`);

/** Two header levels, every kind of list, texts that look like formulas. */
const MODEL: WorkbookModel = {
  title: '问题清单',
  sheets: [
    {
      name: '问题清单',
      title: '问题清单',
      subtitle: ['填报单位：安澜区民政局', '2020年5月'],
      asOf: '截至2020-05-30 18:00 & 之后不变',
      blankRows: 50,
      columns: [
        { header: '序号', key: 'seq', width: 6, kind: 'integer' },
        {
          header: ['类别', '大类'],
          key: 'group',
          width: 12,
          kind: 'text',
          dropdown: ['低保', '救助'],
        },
        {
          header: ['类别', '小类'],
          key: 'category',
          width: 12,
          kind: 'text',
          dropdownBy: {
            key: 'group',
            groups: [
              { name: '低保', values: ['漏保', '错保'] },
              { name: '救助', values: ['应救未救'] },
            ],
          },
        },
        { header: '单位', key: 'unit', width: 20, kind: 'text', dropdown: LONG },
        { header: '再选单位', key: 'unit2', width: 20, kind: 'text', dropdown: LONG },
        { header: '编号', key: 'no', width: 20, kind: 'text' },
        { header: '金额', key: 'money', width: 12, kind: 'yuan' },
        { header: '日期', key: 'day', width: 12, kind: 'date' },
      ],
      rows: [
        { seq: 1, group: '=1+1', category: '＝1', unit: '@SUM(A1)', no: '990101196503150018' },
        { seq: 2, group: '-1', category: '+1', unit: '\t=1', money: 132_050, day: '2020-05-09' },
        { seq: 3, group: '字面_x000D_照旧', category: '一\r\n二', unit: "'甲" },
      ],
    },
  ],
};

describe('the parts of a workbook', () => {
  let folder: string;
  let file: string;
  const parts = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xiaohao-book-'));
    file = join(folder, '问题清单.xlsx');
    writeFileSync(file, await renderWorkbook(MODEL, STAMP));
    const archive = await openChecked(file);
    for (const [name, entry] of archive.entries) {
      parts.set(name, await text(await archive.zip.openReadStreamPromise(entry)));
    }
    archive.zip.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sheet = (no: number): string => parts.get(`xl/worksheets/sheet${no}.xml`) ?? '';
  const book = (): string => parts.get('xl/workbook.xml') ?? '';

  it('keep lists of any length in a sheet that cannot be shown, under names', () => {
    expect(book()).toMatch(/<sheet [^>]*name="_options"[^>]*state="veryHidden"/);
    const names = [...book().matchAll(/<definedName name="(\w+)"[^>]*>([^<]*)</g)];
    const byName = new Map(names.map(([, name, range]) => [name, range]));
    expect(byName.get('opt_1')).toBe('&apos;_options&apos;!$A$1:$A$2');
    expect([...byName.keys()].filter((name) => /^(opt|sub)_/.test(name ?? ''))).toEqual([
      ...['opt_1', 'opt_2', 'sub_2_1', 'sub_2_2', 'opt_5'],
    ]);
    expect(byName.get('opt_5')).toBe('&apos;_options&apos;!$E$1:$E$60');
  });

  it('offer them, the second level by what the first one has, in blank rows too', () => {
    const rules = [
      ...sheet(1).matchAll(/<dataValidation [^>]*sqref="([^"]+)"[^>]*><formula1>([^<]*)</g),
    ].map(([, range, formula]) => [range, formula]);
    expect(rules).toEqual([
      ['B5:B57', '&quot;低保,救助&quot;'],
      [
        'C5:C57',
        'INDIRECT(IF($B5=&quot;&quot;,&quot;opt_2&quot;,&quot;sub_2_&quot;&amp;MATCH($B5,opt_1,0)))',
      ],
      ['D5:D57', 'opt_5'],
      ['E5:E57', 'opt_5'],
    ]);
  });

  it('have no formula in a cell, whatever the data begin with', () => {
    expect(sheet(1)).not.toMatch(/<f[ >]/);
    expect(sheet(2)).not.toMatch(/<f[ >]/);
    expect(parts.get('xl/sharedStrings.xml')).toContain('>=1+1<');
  });

  it('freeze and repeat the header, and print page, number of pages and as-of on A4', () => {
    expect(sheet(1)).toMatch(/<pane [^>]*ySplit="4"[^>]*state="frozen"/);
    expect(book()).toMatch(/<definedName name="_xlnm.Print_Titles"[^>]*>[^<]*\$3:\$4</);
    expect(sheet(1)).toMatch(/<pageSetup [^>]*orientation="landscape"/);
    expect(sheet(1)).toMatch(/<pageSetup [^>]*paperSize="9"/);
    expect(sheet(1)).toContain(
      '&amp;L截至2020-05-30 18:00 &amp;&amp; 之后不变&amp;C第&amp;P页　共&amp;N页',
    );
  });

  it('keep a column for text a column for text where nothing is filled in yet', () => {
    const styles = parts.get('xl/styles.xml') ?? '';
    const inCells = styles.slice(styles.indexOf('<cellXfs'));
    const formats = [...inCells.matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id]) => id);
    const column = /<col min="4" max="6" [^>]*style="(\d+)"/.exec(sheet(1));
    // 49 is the format of text (ECMA-376 part 1, §18.8.30).
    expect(formats[Number(column?.[1])]).toBe('49');
  });

  const office = spawnSync('soffice', ['--version']).status === 0 ? it : it.skip;
  office(
    'open in LibreOffice as they are',
    () => {
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
      const convert = spawnSync(
        'soffice',
        [profile, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1', file],
        { cwd: folder, timeout: 120_000 },
      );
      expect(convert.status).toBe(0);
      const lines = readFileSync(join(folder, '问题清单.csv'), 'utf8');
      expect(lines).toContain('1,"=1+1","＝1","@SUM(A1)",,"990101196503150018",,');
      expect(lines).toContain('"1,320.50",2020-05-09');
      expect(lines).toContain('字面_x000D_照旧');
    },
    180_000,
  );
});
