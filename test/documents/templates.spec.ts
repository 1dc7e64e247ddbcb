import { describe, expect, it } from '@jest/globals';
import { blockPrint } from './support/block-print.js';
import { blockText } from './support/block-text.js';
import { readPdf } from './support/read-pdf.js';
import {
  infused,
  readModel,
  renderer,
  sampleBlocks,
  samplePdf,
  samples,
  stamp,
  templateNames,
} from './support/rendering.js';

const FURNITURE = /第\d+页共\d+页|截至\d{4}-\d{2}-\d{2}\d{2}:\d{2}快照[0-9a-f]{12}(?=第|$)|—\d+—/gu;

describe.each(templateNames)('template %s', (template) => {
  it('says what it always said', () => {
    expect(blockPrint(sampleBlocks(template))).toMatchSnapshot();
  });

  it('reads back as the text of its block document', async () => {
    const pages = await readPdf(await samplePdf(template));
    // Later pages of a sheet open with a running head.
    const running =
      /^农村低保专项治理.{2}(台账|清单)（续）填报单位：安澜区民政局|^整改问题销号申请（审批）表（续）申请单位：望澜镇人民政府|^农村低保专项治理典型案例审批表（续）报送单位：安澜区民政局/u;
    const shown = pages
      .map((page) => page.text.replace(FURNITURE, '').replace(running, ''))
      .join('');
    expect(shown).toBe(blockText(sampleBlocks(template)));
  });

  it('has the same bytes when rendered again', async () => {
    expect((await samplePdf(template)).equals(await samplePdf(template))).toBe(true);
  });

  it('takes its date and file id from the stamp', async () => {
    const pdf = await samplePdf(template);
    expect(pdf.toString('latin1')).toContain('(D:20200530100000Z)');
    const other = await renderer.pdf(template, samples[template], { ...stamp, id: 'other' });
    expect(other.equals(pdf)).toBe(false);
  });

  it('embeds every font it uses', async () => {
    const text = (await samplePdf(template)).toString('latin1');
    expect(text).not.toContain('Helvetica');
    expect(text.match(/\/FontFile[23]/g)?.length).toBe(
      text.match(/\/FontDescriptor \d+ 0 R/g)?.length,
    );
  });

  it('draws the rare characters of names', async () => {
    const pages = await readModel(template, infused(template, '𬭎䶮㛃喆堃'));
    const text = pages.map((page) => page.text).join('');
    expect(text).toContain('𬭎䶮㛃喆堃');
    expect(text).not.toContain('〓');
  });
});
