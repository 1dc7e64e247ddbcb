import { describe, expect, it } from '@jest/globals';
import { RECTIFICATION_TYPE, SEVERITY } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type { TableCell } from '../../documents/reading/table.js';
import { CodeReader } from './import.choices.js';

const severities = new CodeReader(SEVERITY, { PROMINENT: ['较重'] });
const sources = new CodeReader(PROBLEM_SOURCE);

describe('codes', () => {
  it.each<[TableCell, string | null]>([
    ['较重（突出）', 'PROMINENT'],
    ['较重(突出)', 'PROMINENT'],
    [' 较 重（突出）\u200b', 'PROMINENT'],
    ['较重', 'PROMINENT'],
    ['PROMINENT', 'PROMINENT'],
    ['ｐｒｏｍｉｎｅｎｔ', 'PROMINENT'],
    ['', null],
  ])('%j is %j without a doubt', (cell, value) => {
    expect(severities.read(cell)).toEqual({ value });
  });

  it.each([
    ['自查', 'SELF_CHECK'],
    ['排查', 'SELF_CHECK'],
    ['自查 自纠', 'SELF_CHECK'],
    ['信访', 'PETITION'],
    ['监察建议', 'DISCIPLINE_TRANSFER'],
    ['明查暗访', 'UNANNOUNCED_VISIT'],
  ] as const)('the short word %j is %j, and that is said', (text, value) => {
    const name = PROBLEM_SOURCE.labels[value];
    expect(sources.read(` ${text} `)).toEqual({
      value,
      warning: `“${text}”读作“${name}”，请核对`,
    });
  });

  it.each([
    [
      'a word of several',
      '考核',
      '相近的有：市（省）级考核、国家脱贫攻坚成效考核反馈；请从模板的下拉列表选择',
    ],
    [
      'a word that is nearly one',
      '自查自纠发现',
      '相近的有：专项治理自查自纠、排查；请从模板的下拉列表选择',
    ],
    ['a word of none', '道听途说', '请从模板的下拉列表选择'],
    ['a single sign', '审', '请从模板的下拉列表选择'],
  ])('%s is not taken', (_what, text, hint) => {
    expect(sources.read(text)).toEqual({ fault: `“${text}”不是可选的问题来源，${hint}` });
  });

  it('tells at most four that are near', () => {
    const reading = sources.read('脱贫攻坚专项巡查反馈检查');
    expect(reading).toHaveProperty(
      'fault',
      expect.stringMatching(/，相近的有：([^、；]+、){3}[^、；]+；请从模板的下拉列表选择$/),
    );
  });

  it('tells all that can be chosen where they are few', () => {
    expect(severities.read('很重')).toEqual({
      fault: '“很重”不是可选的严重程度，可选：一般、较重（突出）、严重（重大）',
    });
  });

  it('takes no part of a label that another name has too', () => {
    const types = new CodeReader(RECTIFICATION_TYPE, { LONG_TERM: ['持续整改'] });
    expect(types.read('整改')).toEqual({
      fault: '“整改”不是可选的整改类型，可选：立行立改、限期整改、长期坚持',
    });
  });
});
