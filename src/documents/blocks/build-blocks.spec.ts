import { describe, expect, it } from '@jest/globals';
import { type OfficialDocument, type SheetDocument } from './blocks.js';
import { buildBlocks } from './build-blocks.js';

const sheet = (inside: string): SheetDocument =>
  buildBlocks(
    `<article class="sheet"><h1>表</h1><table><colgroup><col width="1"><col width="2"></colgroup>
    <tbody>${inside}</tbody></table></article>`,
    't',
  ) as SheetDocument;
const official = (inside: string): OfficialDocument =>
  buildBlocks(`<article class="official"><h1>题</h1>${inside}</article>`, 't') as OfficialDocument;

describe('markup', () => {
  it.each([
    ['<article class="sheet"><script>x</script></article>', '不得使用标签<script>'],
    ['<article class="sheet"><img src="x"></article>', '不得使用标签<img>'],
    ['<article class="sheet"><constructor></constructor></article>', '不得使用标签<constructor>'],
    ['<article class="sheet"><p onclick="x">y</p></article>', '不得使用属性“onclick”'],
    ['<article class="sheet"><p class="big">y</p></article>', '不认识类别“big”'],
    ['<article class="poster"></article>', '不认识类别“poster”'],
    ['<article></article>', '缺少类别'],
    ['<article class="sheet"><h1>x</article>', '<h1>没有关闭'],
    ['<!DOCTYPE html><article class="sheet"></article>', '不得使用'],
    ['<p>x</p>', '恰好是一个<article>'],
    ['<article class="sheet"></article><article class="sheet"></article>', '恰好是一个<article>'],
    ['<article class="sheet"><h1>x</h1></article>', '没有表格'],
  ])('%s is refused', (html, problem) => {
    expect(() => buildBlocks(html, 't')).toThrow(problem);
  });

  it('drops the indentation of the template and keeps typed line breaks', () => {
    const { table } = sheet('<tr><td>\n   一\n   二 三</td><td>甲\u2028乙<br>丙</td></tr>');
    expect(table.body[0]?.cells).toEqual([
      { parts: [{ text: '一二 三' }] },
      { parts: [{ text: '甲\n乙\n丙' }] },
    ]);
  });

  it('reads spans, labels, foot paragraphs and minimum heights', () => {
    const { table } = sheet(
      '<tr data-min-height="20"><th rowspan="2">意见</th><td align="right"><p>同意</p><p class="foot">签字</p></td></tr><tr><td>x</td></tr>',
    );
    expect(table.body[0]).toEqual({
      minHeight: 20,
      cells: [
        { parts: [{ text: '意见' }], label: true, rowSpan: 2 },
        {
          parts: [
            { text: '同意', align: 'left' },
            { text: '签字', align: 'right', atFoot: true },
          ],
          align: 'right',
        },
      ],
    });
  });

  it('keeps bold runs inside a paragraph', () => {
    expect(official('<p>甲<b>乙</b>丙</p>').blocks).toEqual([
      {
        kind: 'paragraph',
        role: 'body',
        runs: [{ text: '甲' }, { text: '乙', strong: true }, { text: '丙' }],
      },
    ]);
  });

  it('makes paragraphs of the lines people typed', () => {
    expect(official('<p>甲\u2028\u2028 乙</p>').blocks.map((b) => b.kind)).toEqual([
      'paragraph',
      'paragraph',
    ]);
  });

  it('maps heading tags to official levels', () => {
    const blocks = official('<h2>一</h2><h3>二</h3><h4>三</h4>').blocks;
    expect(blocks.map((block) => block.kind === 'heading' && block.level)).toEqual([1, 2, 3]);
  });
});
