import { describe, expect, it } from '@jest/globals';
import { cleanText, unprintable } from './text.js';

describe('cleanText', () => {
  it.each([
    ['  问题  ', '问题'],
    ['a\u0000b', 'ab'],
    ['\u0000\u0000', ''],
    ['文\u202e字\u2066', '文字'],
    ['\ufeff第一行\n第二行\t末', '第一行\n第二行\t末'],
    ['𬭎 䶮 㛃', '𬭎 䶮 㛃'],
  ])('%j becomes %j', (given, kept) => {
    expect(cleanText(given)).toBe(kept);
  });
});

describe('unprintable', () => {
  it.each([
    ['整改到位', undefined],
    ['𬭎 䶮 © ① ㎡ 〔2020〕', undefined],
    ['好😀', '😀'],
    ['\ud800', '\ud800'],
    ['私\ue000', '\ue000'],
  ])('finds in %j: %j', (text, found) => {
    expect(unprintable(text)).toBe(found);
  });
});
