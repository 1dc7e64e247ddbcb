import { describe, expect, it } from '@jest/globals';
import {
  isMaskableName,
  leakFaults,
  type NamedPerson,
  publicNames,
  withoutPlace,
} from './anonymity.rules.js';
import type { CaseIdentity, NameMode } from './case.codes.js';

const person = (
  realName: string,
  identity: CaseIdentity = 'VILLAGE_CADRE',
  post = '村党支部书记',
) => ({ realName, identity, post }) satisfies NamedPerson;

describe('publicNames', () => {
  it.each<[string, NamedPerson[], string[]]>([
    ['two characters', [person('王晓')], ['王某']],
    ['three characters', [person('李建国')], ['李某某']],
    ['four characters', [person('王李建国')], ['王某某']],
    ['compound surname, one given character', [person('欧阳海')], ['欧阳某']],
    ['compound surname, two given characters', [person('司马相如')], ['司马某某']],
    ['two characters that look like a compound surname', [person('东方')], ['东某']],
    ['rare characters outside the first plane', [person('𠮷田')], ['𠮷某']],
    ['a name with a dot', [person('阿依古丽·买买提')], ['阿某某']],
    ['the same surname', [person('王晓'), person('王建国')], ['王某甲', '王某乙']],
    [
      'the same surname among others',
      [person('王晓'), person('赵一'), person('王二'), person('王建国')],
      ['王某甲', '赵某', '王某乙', '王某丙'],
    ],
    ['欧 and 欧阳 apart', [person('欧阳海'), person('欧海')], ['欧阳某', '欧某']],
    ['a villager', [person('谢大山', 'VILLAGER', '村民')], ['某村民']],
    ['a minor', [person('谢小山', 'MINOR', '学生')], ['某']],
    [
      'two villagers of the same surname as an official',
      [person('谢晓'), person('谢一', 'VILLAGER'), person('谢二', 'VILLAGER')],
      ['谢某', '某村民甲', '某村民乙'],
    ],
  ])('SURNAME: %s', (_what, people, expected) => {
    expect(publicNames(people, 'SURNAME')).toEqual(expected);
  });

  it.each<[string, NamedPerson[], string[]]>([
    ['post', [person('王晓')], ['某村党支部书记']],
    [
      'place left out',
      [person('王晓', 'DIBAO_CLERK', '青禾镇民政办工作人员')],
      ['某镇民政办工作人员'],
    ],
    ['same posts', [person('王晓'), person('李一')], ['某村党支部书记甲', '某村党支部书记乙']],
    ['villagers as ever', [person('谢一', 'VILLAGER', '低保对象')], ['某村民']],
  ])('ROLE: %s', (_what, people, expected) => {
    expect(publicNames(people, 'ROLE')).toEqual(expected);
  });

  it.each<NameMode>(['SURNAME', 'ROLE'])('never shows a given name in mode %s', (mode) => {
    const people = [person('王晓'), person('李建国'), person('谢大山', 'VILLAGER')];
    expect(publicNames(people, mode).join('')).not.toMatch(/晓|建国|大山|谢/);
  });
});

it.each([
  ['青禾镇民政办工作人员', '镇民政办工作人员'],
  ['澜桥街道办事处副主任', '街道办事处副主任'],
  ['晒谷村村委会主任', '村村委会主任'],
  ['村党支部书记', '村党支部书记'],
  ['科员', '科员'],
])('withoutPlace: %s → %s', (post, expected) => {
  expect(withoutPlace(post)).toBe(expected);
});

it.each([
  ['王晓', true],
  ['阿依古丽·买买提', true],
  ['王', false],
  ['Wang', false],
  ['王 晓', false],
  ['王某1', false],
])('isMaskableName(%s) is %s', (name, expected) => {
  expect(isMaskableName(name)).toBe(expected);
});

describe('leakFaults', () => {
  it.each([
    ['时任村主任王晓', 'REAL_NAME'],
    ['时任村主任王　晓', 'REAL_NAME'],
    ['身份证990101196001011234', 'ID_NUMBER'],
    ['身份证99010119600101123X', 'ID_NUMBER'],
    ['身份证９９０１０１１９６００１０１１２３４', 'ID_NUMBER'],
    ['电话138 0000 5678', 'PHONE'],
    ['电话023-61234567', 'PHONE'],
    ['账号6222020200012345678', 'ACCOUNT'],
  ])('finds %s: %s', (text, code) => {
    const faults = leakFaults({ facts: text }, ['王晓']);
    expect(faults.map((fault) => [fault.path, fault.code])).toEqual([['facts', code]]);
    expect(faults[0]?.message).not.toMatch(/王|\d/);
  });

  it.each([
    '王某违规领取低保金11,640元',
    '2018年6月至2020年2月',
    '安民发〔2020〕15号',
    '共1234567890元',
    '',
  ])('lets %p pass', (text) => {
    expect(leakFaults({ facts: text, lesson: undefined }, ['王晓'])).toEqual([]);
  });
});
