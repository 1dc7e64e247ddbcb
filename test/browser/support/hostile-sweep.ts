import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsInFile } from './hostile-files.js';
import type { Poisoned } from './hostile-columns.js';
import { PAYLOADS } from './payloads.js';
import type { Person } from './person.js';
import type { Stage } from './stage.js';
import type { Visit } from './sweep.js';

const HOSTILE = readFileSync(join(import.meta.dirname, 'in-page/hostile.js'), 'utf8');
/** Lists and dialogs shorten long texts; what is left of a payload must be its beginning. */
const SHORTENED = /^(…|\.\.\.)/;
/** These open nothing: they do it. */
const ACTS_AT_ONCE = /重发|测试|停用|启用|已读|下载/;
const MARK = /〔(\d+)\.(\d+)〕/g;

interface Look {
  readonly words: string;
  readonly foreign: readonly string[];
  readonly broken: boolean;
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** Also from a form that takes what was stored for something that has been typed. */
async function goTo(person: Person, address: string): Promise<void> {
  await person.goTo(address);
  const question = person.page.getByRole('dialog', { name: '离开本页' });
  if (await question.isVisible()) await question.getByRole('button', { name: '离开' }).click();
  await person.settled();
}

/** Visits screens whose every text is hostile, and keeps which texts were seen as they are. */
export class HostileSweep {
  readonly faults: string[] = [];
  readonly seen = new Set<number>();
  readonly payloads = new Set<number>();
  looks = 0;
  files = 0;
  texts = 0;

  constructor(private readonly stage: Stage) {}

  /** One takes from the front, the other from the back, so that few people need two windows. */
  async over(visits: readonly Visit[]): Promise<this> {
    const waiting = visits.toSorted((a, b) => (a.username < b.username ? -1 : 1));
    await Promise.all([this.work(() => waiting.shift()), this.work(() => waiting.pop())]);
    return this;
  }

  /** Opens files of hostile text; what stands in them is text as well. */
  async download(username: string, paths: readonly string[]): Promise<void> {
    const user = await this.stage.app.as(username);
    for (const path of paths) {
      const text = (await textsInFile(user, path)).join('\n');
      this.files += 1;
      if (!MARK.test(text)) this.faults.push(`${path}: holds nothing of it`);
      MARK.lastIndex = 0;
      // The lines of a cell stand apart in a PDF.
      if (!path.endsWith('.pdf')) this.read(text, path);
    }
  }

  /** Those of the texts that are noticed when a page takes them for markup. */
  async foundAsMarkup(username: string, texts: readonly string[]): Promise<string[]> {
    const person = await this.stage.anotherWindow(username);
    await person.page.evaluate(HOSTILE);
    const found = await person.page.evaluate<string[]>(
      `hostile.foundAsMarkup(${JSON.stringify(texts)})`,
    );
    await person.page.close();
    // The Content-Security-Policy has told of each that would have run.
    person.faults.splice(0);
    return found;
  }

  /** Columns of which no screen has shown anything. */
  unseen(columns: readonly Poisoned[]): string[] {
    return columns
      .filter((_column, no) => !this.seen.has(no))
      .map(({ name }) => name)
      .sort();
  }

  private async work(next: () => Visit | undefined): Promise<void> {
    let person: Person | undefined;
    for (let visit = next(); visit; visit = next()) {
      if (person?.username !== visit.username) {
        await person?.page.close();
        person = await this.windowOf(visit.username);
      }
      await this.visit(person, visit.address);
    }
    await person?.page.close();
  }

  /** A window that a message box of the browser is noted of. */
  private async windowOf(username: string): Promise<Person> {
    const person = await this.stage.anotherWindow(username);
    person.page.on('dialog', (dialog) => {
      this.faults.push(`${username}: dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await person.page.evaluate(HOSTILE);
    return person;
  }

  private async visit(person: Person, address: string): Promise<void> {
    await goTo(person, address);
    await this.look(person, address);
    await this.openDialogs(person, address);
    this.faults.push(
      ...person.refusals.splice(0).map((fault) => `${address}: ${fault}`),
      ...person.faults.splice(0).map((fault) => `${address}: ${fault}`),
    );
  }

  /** Opens what can be done with the record, one after the other, and does none of it. */
  private async openDialogs(person: Person, address: string): Promise<void> {
    const { page } = person;
    const actions = page
      .getByRole('group', { name: '可办事项' })
      .locator('button:enabled')
      .or(page.locator('#main .el-table__row').first().locator('button:enabled'))
      .filter({ hasNotText: ACTS_AT_ONCE });
    for (let index = 0; index < (await actions.count()); index += 1) {
      await actions.nth(index).click();
      await person.settled();
      if (person.address !== address) {
        await goTo(person, address);
        continue;
      }
      const dialog = page.getByRole('dialog').last();
      if (!(await dialog.isVisible())) continue;
      await this.look(person, `${address} ${await dialog.getAttribute('aria-label')}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await person.settled();
    }
  }

  private async look(person: Person, place: string): Promise<void> {
    const { words, foreign, broken } = await person.page.evaluate<Look>('hostile.look()');
    this.looks += 1;
    if (broken) this.faults.push(`${place}: a script has run`);
    this.faults.push(...foreign.map((fault) => `${place}: ${fault}`));
    this.read(words, place);
  }

  /** Notes the payloads in a text; each must stand there as it was typed. */
  read(words: string, place: string): void {
    const text = squeezed(words);
    for (const { 0: mark, 1: column, 2: payload, index } of text.matchAll(MARK)) {
      const expected = squeezed(PAYLOADS[Number(payload)] ?? '');
      const found = text.slice(index + mark.length, index + mark.length + expected.length);
      let same = 0;
      while (same < expected.length && expected[same] === found[same]) same += 1;
      if (same === expected.length) {
        this.seen.add(Number(column));
        this.payloads.add(Number(payload));
        this.texts += 1;
      } else if (!SHORTENED.test(found.slice(same))) {
        this.faults.push(`${place}: ${mark} ${expected} is shown as ${found}`);
      }
    }
  }
}
