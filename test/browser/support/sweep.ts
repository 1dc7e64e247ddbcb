import type { Page } from 'playwright-core';
import { layoutFaultsOn, layoutOf, violationsOn } from './look.js';
import type { Person } from './person.js';
import type { Stage } from './stage.js';

const LARGE_DESK = { width: 1440, height: 900 };
/** Looked at by axe only where more or less is seen than on a large desk. */
const SMALL_DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const WINDOWS = [LARGE_DESK, SMALL_DESK, PHONE];
/** After this a screen is given up with its window, so that the others still get their turn. */
const PATIENCE_MS = 45_000;

/** A screen as one person sees it. */
export interface Visit {
  readonly path: string;
  readonly username: string;
  readonly address: string;
}

/** Looks at many screens with two windows side by side, each made narrower instead of loaded anew. */
export class Sweep {
  private readonly faults = new Map<string, readonly string[]>();

  constructor(private readonly stage: Stage) {}

  /** One takes from the front, the other from the back, so that few people need two windows. */
  async over(visits: readonly Visit[]): Promise<this> {
    const waiting = visits.toSorted((a, b) => (a.username < b.username ? -1 : 1));
    await Promise.all([this.work(() => waiting.shift()), this.work(() => waiting.pop())]);
    return this;
  }

  /** What is wrong with a screen. */
  faultsOf(path: string): readonly string[] {
    return this.faults.get(path) ?? ['was not looked at'];
  }

  private async work(next: () => Visit | undefined): Promise<void> {
    let person: Person | undefined;
    for (let visit = next(); visit; visit = next()) {
      try {
        if (person?.username !== visit.username) {
          await person?.page.close();
          person = await this.stage.anotherWindow(visit.username);
        }
        this.faults.set(visit.path, await inTime(visitedBy(person, visit.address)));
      } catch (error) {
        this.faults.set(visit.path, [String(error)]);
        await person?.page.close();
        person = undefined;
      }
    }
  }
}

async function visitedBy(person: Person, address: string): Promise<string[]> {
  const { page } = person;
  const faults: string[] = [];
  let seen = '';
  for (const size of WINDOWS) {
    await page.setViewportSize(size);
    if (size === LARGE_DESK) await person.goTo(address);
    else await person.settled();
    const layout = await layoutOf(page);
    const found = await layoutFaultsOn(page);
    if (size !== SMALL_DESK || layout !== seen) found.push(...(await violationsOn(page)));
    // Lists are cards there: nobody pushes a table from side to side.
    if (size === PHONE) found.push(...(await tablesOn(page)));
    faults.push(...found.map((fault) => `${size.width}: ${fault}`));
    seen = layout;
  }
  const missing = page.getByRole('heading', { name: /页面不存在|没有这项权限/ });
  faults.push(...(await missing.allInnerTexts()), ...person.refusals.splice(0));
  faults.push(...person.faults.splice(0));
  return faults;
}

async function tablesOn(page: Page): Promise<string[]> {
  const tables = await page.locator('.el-table').count();
  return tables > 0 ? [`${tables} tables`] : [];
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(new Error('does not come to rest')), PATIENCE_MS);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
