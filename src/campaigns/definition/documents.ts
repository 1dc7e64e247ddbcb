import { Transform } from 'class-transformer';
import { DateField, TextField } from '../../platform/http/fields.js';

/**
 * One spelling of a document number: 六角括号 〔2020〕 and no blanks. Notices themselves mix 〔〕, ﹝﹞,
 * [] and () (seed 000), so numbers are compared only after this.
 */
export function normalizeDocNo(text: string): string {
  return text
    .replace(/[\s\u3000]/g, '')
    .replace(/[﹝[［(（【](?=\d{4})/g, '〔')
    .replace(/(?<=〔\d{4})[﹞\]］)）】]/g, '〕');
}

/** A document that a campaign rests on. Some notices print neither number nor date (seeds 000, 002, 004). */
export class BasisDocument {
  @TextField({ label: '文件标题', max: 200 })
  title: string;

  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? normalizeDocNo(value) : value,
  )
  @TextField({ label: '发文字号', optional: true, max: 60, example: '綦江民发〔2018〕229号' })
  docNo?: string;

  @TextField({ label: '发文机关', optional: true, max: 200 })
  issuer?: string;

  @DateField({ label: '成文日期', optional: true, example: '2020-03-30' })
  issuedOn?: string;
}
