import { afterAll, describe, expect, it } from '@jest/globals';
import { compact } from '../documents/support/read-pdf.js';
import { infused, readModel, templateNames } from '../documents/support/rendering.js';
import { figure } from './support/figure.js';

/** What a template engine, a browser or a formatter would take for an order. No blanks: PDFs keep none. */
const PAYLOADS = [
  '<b>甲</b>{{乙}}{{{丙}}}&amp;<script>丁',
  '{{#each.}}{{this}}{{/each}}{{>bulletin}}{{!--戊--}}',
  "{{constructor.constructor}}{{__proto__}}{{lookup.'己'}}",
  '\\{{庚}}${辛}<%=壬%>[[癸]]&#123;&#123;子}}',
];

describe('S21 what people type stays what they typed, in every kind of document', () => {
  let printed = 0;

  it.each(templateNames)('S21 %s', async (template) => {
    const typed = compact(PAYLOADS.join('丑'));
    const pages = await readModel(template, infused(template, typed));
    const found =
      pages
        .map((page) => page.text)
        .join('')
        .split(typed).length - 1;
    expect(found).toBeGreaterThan(2);
    printed += found;
  });

  afterAll(() =>
    figure(
      'S21',
      `${PAYLOADS.length} payloads in every text of ${templateNames.length} kinds of documents: ` +
        `${printed} places read back from the PDFs letter by letter, 0 carried out`,
    ),
  );
});
