import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultDocumentsOptions } from '../documents.options.js';
import { chineseDate, chineseNumeral, enumerated } from './template-helpers.js';
import { TemplateStore } from './template-store.js';

function storeOf(files: Record<string, string>): TemplateStore {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'templates-'));
  for (const [name, source] of Object.entries(files)) {
    const file = path.join(folder, `${name}.hbs`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, source);
  }
  return new TemplateStore(folder);
}

describe('templates', () => {
  it('name the line of a value the model lacks', () => {
    const store = storeOf({ letter: '<p>{{title}}</p>\n<p>{{titel}}</p>' });
    expect(() => store.expand('letter', { title: '甲' })).toThrow(
      '模板“letter”无法填写：第2行的“titel”在数据中不存在',
    );
  });

  it('escape what people typed, also the syntax of templates', () => {
    const store = storeOf({ letter: '<p class="{{role}}">{{text}}</p>' });
    const html = store.expand('letter', { role: '"><b>', text: '{{{x}}} {{role}} <b>&amp;</b>' });
    expect(html).toBe(
      '<p class="&quot;&gt;&lt;b&gt;">{{{x}}} {{role}} &lt;b&gt;&amp;amp;&lt;/b&gt;</p>',
    );
  });

  it('cannot reach the prototype of a value', () => {
    const store = storeOf({ letter: '{{a.toString}}' });
    expect(() => store.expand('letter', { a: {} })).toThrow('“toString”在数据中不存在');
  });

  it('remove control characters and keep typed line breaks through the markup', () => {
    const store = storeOf({ letter: '{{text}}' });
    expect(store.expand('letter', { text: 'a\u0000b\r\nc\td\u2029e\ufefff' })).toBe(
      'ab\u2028c d\u2028ef',
    );
  });

  it('are refused when a partial is unsafe', () => {
    expect(() => storeOf({ 'partials/head': '{{{x}}}' })).toThrow('模板“head”未通过检查');
  });

  it('say which file is missing', () => {
    expect(() => storeOf({}).expand('letter', {})).toThrow('找不到模板“letter”');
  });

  it('shipped with the program all pass the guard', () => {
    const { templatesFolder } = defaultDocumentsOptions();
    const names = fs.readdirSync(templatesFolder).filter((file) => file.endsWith('.hbs'));
    expect(names).toHaveLength(20);
    const store = new TemplateStore(templatesFolder);
    for (const name of names) {
      // An empty model is refused for its missing values, not for the template.
      expect(() => store.expand(name.slice(0, -4), {})).toThrow('在数据中不存在');
    }
  });
});

describe('template helpers', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [99, '九十九'],
    [100, '100'],
  ])('count %i as %s', (value, numeral) => {
    expect(chineseNumeral(value)).toBe(numeral);
  });

  it.each([
    ['2020-05-09', '2020年5月9日'],
    ['2020-12-31', '2020年12月31日'],
    ['', ''],
    ['2020年5月底', '2020年5月底'],
  ])('print the date %s as %s', (value, printed) => {
    expect(chineseDate(value)).toBe(printed);
  });

  it.each([
    [[], []],
    [['进度不快。'], ['进度不快。']],
    [
      ['进度不快。', '档案不齐。'],
      ['一是进度不快。', '二是档案不齐。'],
    ],
  ])('count the points %j', (texts, printed) => {
    expect(enumerated(texts)).toEqual(printed);
  });
});
