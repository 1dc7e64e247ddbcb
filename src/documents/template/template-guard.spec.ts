import { describe, expect, it } from '@jest/globals';
import { assertSafeTemplate, templateFaults } from './template-guard.js';

const partials = new Set(['masthead']);

describe('template guard', () => {
  it.each([
    ['{{title}}'],
    ['<p class="{{role}}">{{title}}</p>'],
    ["<p class='{{role}}'>{{title}}</p>"],
    ['{{#each rows}}<td>{{ordinal @index}}. {{this}}</td>{{/each}}'],
    ['{{#if a}}x{{else}}y{{/if}}{{#with b}}{{../a}}{{/with}}'],
    ['{{#each (paragraphsOf body)}}<p>{{this}}</p>{{/each}}'],
    ['{{> masthead head}}'],
    ['{{! a comment }}<p>1 < 2 的说明写作 &lt;</p>'.replace('1 < 2', '一')],
  ])('accepts %s', (source) => {
    expect(templateFaults(source, partials)).toEqual([]);
  });

  it.each([
    ['{{{title}}}', '第1行：不得输出未转义的内容'],
    ['\n{{&title}}', '第2行：不得输出未转义的内容'],
    ['{{> other}}', '第1行：不认识的片段“other”'],
    ['{{> (lookup . "x")}}', '第1行：片段名不得是算出来的'],
    ['{{#> masthead}}x{{/masthead}}', '第1行：不得使用片段块'],
    ['{{#*inline "x"}}y{{/inline}}', '第1行：不得使用装饰器'],
    ['{{* decorate}}', '第1行：不得使用装饰器'],
    ['{{shout title}}', '第1行：不认识的函数“shout”'],
    ['{{title x=1}}', '第1行：不认识的函数“title”'],
    ['{{#repeat 3}}x{{/repeat}}', '第1行：不认识的块“repeat”'],
    ['{{#each (sort rows)}}x{{/each}}', '第1行：不认识的函数“sort”'],
    ['{{ordinal (lookup a b)}}', '第1行：不认识的函数“lookup”'],
    ['{{log title}}', '第1行：不认识的函数“log”'],
    ['{{ordinal}}', '第1行：函数“ordinal”缺少参数'],
    ['{{constructor.name}}', '第1行：不得使用名称“constructor”'],
    ['{{a.__proto__.b}}', '第1行：不得使用名称“__proto__”'],
    ['<p class={{role}}>x</p>', '第1行：标签内的值必须放在引号中'],
    ['<{{tag}}>', '第1行：标签内的值必须放在引号中'],
    ['{{#if a}}', 'Parse error'],
  ])('refuses %s', (source, fault) => {
    expect(templateFaults(source, partials).join('；')).toContain(fault);
  });

  it('names the template and every fault', () => {
    expect(() => assertSafeTemplate('bulletin', '{{{a}}}\n{{{b}}}', partials)).toThrow(
      /模板“bulletin”未通过检查：第1行.*第2行/,
    );
  });
});
