import { describe, expect, it } from '@jest/globals';
import { normalizeDocNo } from './documents.js';

describe('document number', () => {
  it.each([
    '綦江民发〔2019〕165号',
    '綦江民发﹝2019﹞165号',
    '綦江民发[2019]165号',
    '綦江民发［2019］165号',
    '綦江民发(2019)165号',
    '綦江民发（2019）165 号',
    ' 綦江民发【2019】　165号',
  ])('%s is spelled one way', (text) => expect(normalizeDocNo(text)).toBe('綦江民发〔2019〕165号'));

  it('leaves other brackets alone', () =>
    expect(normalizeDocNo('综合（试行）〔2020〕1号')).toBe('综合（试行）〔2020〕1号'));
});
