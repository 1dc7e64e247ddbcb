import { readPdf } from '../../documents/support/read-pdf.js';
import type { TestUser } from '../../support/app.js';
import { binaryParser, textOfWorkbook } from '../../support/imports.js';

/** An answer as text, whatever its format, with the name that it is to be kept under; undefined when it is refused. */
export async function contentsOf(user: TestUser, path: string, name: string) {
  const answer = await user.get(path).buffer(true).parse(binaryParser);
  if (answer.status !== 200) return undefined;
  const bytes = answer.body as Buffer;
  if (name.endsWith('.pdf')) return (await readPdf(bytes)).map((page) => page.text).join('');
  const said = decodeURIComponent(String(answer.headers['content-disposition'] ?? ''));
  return name.endsWith('.xlsx') ? textOfWorkbook(bytes) : `${said}${bytes.toString('utf8')}`;
}
