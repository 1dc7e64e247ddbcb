import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultDocumentsOptions } from '../documents.options.js';
import { FontBook } from '../fonts/font-roles.js';
import { breakBalanced, breakLines, textWidth } from './line-breaker.js';
import { Typesetter } from './typesetter.js';

const typesetter = new Typesetter(new FontBook(defaultDocumentsOptions().fonts));
const SIZE = 10;

function lines(text: string, ems: number): string[] {
  const styled = typesetter.text(text, 'song');
  return breakLines(styled, SIZE, ems * SIZE).map(({ start, end }) =>
    String.fromCodePoint(...styled.cps.slice(start, end)),
  );
}

const CLOSING = /^[，。、．：；！？）】》〉」』〕〗”’％,.:;!?%)\]}]/u;
const OPENING = /[（【《〈「『〔〖“‘￥([{]$/u;

const word = fc.constantFrom(
  ...['低保', '治理', '台账', '，', '。', '；', '、', '“', '”', '（', '）', '《', '》', '——', '……'],
  ...[
    '2020年5月9日',
    '98.71%',
    '11,640元',
    '3户',
    'PDF',
    '10:30',
    '安民发〔2020〕15号',
    '䶮',
    '𬭎',
    ' ',
  ],
);
const prose = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(''));
/** Runs of marks longer than any real text has can leave no legal place to break. */
const plausible = (text: string): boolean =>
  !/[，。；、“”（）《》—…〔〕%]{4}/u.test(text.replace(/ /g, ''));

describe('line breaking', () => {
  it('never starts a line with a closing mark nor ends one with an opening mark', () => {
    fc.assert(
      fc.property(prose.filter(plausible), fc.integer({ min: 10, max: 40 }), (text, ems) => {
        const broken = lines(text, ems);
        broken.slice(1).forEach((line) => expect(line).not.toMatch(CLOSING));
        broken.slice(0, -1).forEach((line) => expect(line.trimEnd()).not.toMatch(OPENING));
      }),
      { numRuns: 500, seed: 9704 },
    );
  });

  it('keeps dashes, ellipses, numbers and their units whole', () => {
    fc.assert(
      fc.property(prose.filter(plausible), fc.integer({ min: 10, max: 40 }), (text, ems) => {
        const broken = lines(text, ems);
        for (let i = 1; i < broken.length; i++) {
          const edge = `${broken[i - 1]!.slice(-1)}|${broken[i]!.slice(0, 1)}`;
          expect(edge).not.toMatch(/—\|—|…\|…|[0-9]\|[0-9年月日%元户号.,:]|[A-Z]\|[A-Z]/u);
        }
      }),
      { numRuns: 500, seed: 15834 },
    );
  });

  it('loses no character but the blanks at line ends, and never overfills a line', () => {
    fc.assert(
      fc.property(prose.filter(plausible), fc.integer({ min: 10, max: 40 }), (text, ems) => {
        expect(lines(text, ems).join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
        const styled = typesetter.text(text, 'song');
        for (const line of breakLines(styled, SIZE, ems * SIZE)) {
          const cps = styled.cps.slice(line.start, line.end);
          const shown = typesetter.text(String.fromCodePoint(...cps).trimEnd(), 'song');
          expect(textWidth(shown, SIZE) - line.squeeze).toBeLessThanOrEqual(ems * SIZE + 0.02);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each([
    [
      'pulls a closing mark in by squeezing',
      '一二三四，六七八九十。尾',
      10,
      '一二三四，六七八九十。|尾',
    ],
    [
      'breaks before the word when marks cannot be pulled in',
      '一二三四五六七八九十。尾',
      9,
      '一二三四五六七八九|十。尾',
    ],
    ['keeps a date part with its unit', '一二三四五六七2020年', 9, '一二三四五六七|2020年'],
    ['divides an over-long code after a hyphen', '990101-2020-WT-0001', 6, '990101-|2020-WT-|0001'],
    ['keeps typed line breaks', '甲\n\n乙', 9, '甲||乙'],
    [
      'does not add a line where a typed break meets the edge',
      '一二三\n四五六',
      3,
      '一二三|四五六',
    ],
    ['gives an empty text one empty line', '', 5, ''],
  ])('%s', (_name, text, ems, expected) => {
    expect(lines(text, ems).join('|')).toBe(expected);
  });

  it('breaks centred titles into lines of like length', () => {
    const title = '关于进一步做好农村低保专项治理整改台账报送工作的通知';
    const text = typesetter.text(title, 'title');
    const widths = breakBalanced(text, 22, 22 * 20).map((line) => line.end - line.start);
    expect(widths).toEqual([13, 13]);
  });
});
