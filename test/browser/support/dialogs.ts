import type { Locator } from 'playwright-core';
import { layoutFaultsOn, violationsOn } from './look.js';
import type { Person } from './person.js';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Parts of the dialog that stick out of the window, where nobody can read or press them. */
const STICKING_OUT = `[...document.querySelectorAll('.el-dialog')]
  .flatMap((one) => [one, ...one.querySelectorAll('button, input, textarea, label, p, dl, table')])
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 160))`;

/** A dialog on the screen, for as long as it is open. */
export class Dialog {
  private constructor(
    private readonly person: Person,
    readonly root: Locator,
  ) {}

  /** The dialog of this name, once it is there and its fields are loaded. */
  static async of(person: Person, name: string): Promise<Dialog> {
    const root = person.page.getByRole('dialog', { name, exact: true });
    await root.waitFor();
    await person.settled();
    return new Dialog(person, root);
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** What is wrong with it on a phone, and for people who cannot see well. */
  async unfit(): Promise<string[]> {
    const { page } = this.person;
    // A calendar that is still closing keeps its place of the wide window.
    await page.locator('.el-picker__popper:visible').first().waitFor({ state: 'hidden' });
    await page.setViewportSize(PHONE);
    await this.person.settled();
    const layout = await layoutFaultsOn(page);
    const sticking = await page.evaluate<string[]>(STICKING_OUT);
    const violations = await violationsOn(page);
    await page.setViewportSize(DESK);
    await this.person.settled();
    return [...layout, ...sticking, ...violations];
  }

  /**
   * Sends it as it stands; it is refused and stays.
   * @returns the names of the fields that say why, of which the expected ones are waited for.
   */
  async isRefused(confirm: string, expected: readonly string[] = []): Promise<string[]> {
    await this.button(confirm).click();
    await this.root.getByRole('alert').first().waitFor();
    await this.person.settled();
    const faulty = this.root.locator('.el-form-item:has(.el-form-item__error)');
    for (const name of expected) await faulty.filter({ hasText: name }).first().waitFor();
    const texts = await faulty.locator('.el-form-item__label').allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Sends it; it is accepted and closes. */
  async confirm(name: string): Promise<void> {
    await this.button(name).click();
    await this.root.waitFor({ state: 'detached' });
    await this.person.settled();
  }
}
