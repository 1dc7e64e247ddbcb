import { surnameOf } from './surname.js';

/** How personal data is shown to everybody who has not asked for it with a reason. */

const HEAD = 6;
const TAIL = 4;
const HIDDEN = 8;

/** 王晓明 → 王某某, 王晓 → 王某, 欧阳海 → 欧阳某; a name without Chinese characters keeps its first letter. */
export function maskName(name: string): string {
  if (name === '') return '';
  if (!/^\p{Script=Han}/u.test(name)) return `${[...name][0] ?? ''}***`;
  const surname = surnameOf(name);
  const given = [...name].length - [...surname].length;
  return `${surname}${given > 1 ? '某某' : '某'}`;
}

/** 990101196503150018 → 990101********0018: the area and the last four stay, as on official papers. */
export function maskIdNumber(idNumber: string): string {
  return `${idNumber.slice(0, HEAD)}${'*'.repeat(HIDDEN)}${idNumber.slice(-TAIL)}`;
}

/** Numbers of no fixed shape (户号): the last four stay, of a short one fewer than half. */
export function maskNumber(number: string): string {
  const characters = [...number];
  const shown = Math.min(TAIL, Math.floor((characters.length - 1) / 2));
  return `****${shown > 0 ? characters.slice(-shown).join('') : ''}`;
}

/** True for a value as it is shown masked; such a value must not be taken for the real one. */
export const isMasked = (value: string): boolean => /[*＊]|某/.test(value);
