import { readFile } from 'node:fs/promises';
import type {
  BrowserContext,
  ConsoleMessage,
  Locator,
  Page,
  Request,
  Response,
} from 'playwright-core';
import { DEMO_PASSWORD } from '../../../src/demo/world.js';

/** The browser reports a refused request by itself; what matters of it is seen in `Person.note`. */
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of 4/;

const TELL_OF_POLICY_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('Content-Security-Policy: ' + event.violatedDirective + ' ' + event.blockedURI));`;

const NEXT_PAINT =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Below the time a test may take, so that what is missing is named. */
const PATIENCE_MS = 15_000;
const LIST_ATTEMPTS = 3;

/** One person at a browser of their own. Everything that goes wrong on the page is kept as a fault. */
export class Person {
  /** Errors in the console, exceptions, violations of the Content-Security-Policy, answers of 500 and more. */
  readonly faults: string[] = [];
  /** Requests that the server refused (4xx), as `403 GET /api/…`. */
  readonly refusals: string[] = [];
  private readonly underWay = new Set<Request>();
  private wake: () => void = () => undefined;

  private constructor(
    readonly username: string,
    readonly url: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    this.watch(page);
  }

  /** Opens a window without going anywhere. */
  static async arrive(username: string, url: string, context: BrowserContext): Promise<Person> {
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript({ content: TELL_OF_POLICY_VIOLATIONS });
    return new Person(username, url, context, await context.newPage());
  }

  /** Signs in through the form. */
  async signIn(password = DEMO_PASSWORD): Promise<this> {
    await this.open('/login');
    await this.fillSignIn(password);
    await this.page.waitForURL((address) => address.pathname !== '/login');
    await this.settled();
    return this;
  }

  async fillSignIn(password: string): Promise<void> {
    await this.page.getByLabel('用户名').fill(this.username);
    await this.page.getByLabel('密码', { exact: true }).fill(password);
    const answered = this.page.waitForResponse('**/api/auth/login');
    await this.button('登录').click();
    await answered;
    await this.settled();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
    await this.settled();
  }

  /** Goes to a screen as a link inside the program does, without loading the program anew. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await this.settled();
  }

  /** Waits until nothing is being fetched and nothing is marked as busy. */
  async settled(): Promise<void> {
    const { page } = this;
    await page.locator('#main, .login').first().waitFor();
    const busy = page.locator('[aria-busy="true"]');
    do {
      while (this.underWay.size > 0) await new Promise<void>((done) => (this.wake = done));
      await page.evaluate(NEXT_PAINT);
    } while (this.underWay.size > 0 || (await busy.count()) > 0);
  }

  /** Waits until the expression is true on the page; Playwright's own way the Content-Security-Policy forbids. */
  async sees(expression: string): Promise<void> {
    while (!(await this.page.evaluate<boolean>(expression))) await this.page.evaluate(NEXT_PAINT);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Chooses from a drop-down list. */
  choose(label: string, option: string | RegExp): Promise<void> {
    const exact = typeof option === 'string';
    return this.pick(label, (list) => list.getByRole('option', { name: option, exact }));
  }

  /** Chooses a unit from the tree. */
  chooseUnit(label: string, unit: string): Promise<void> {
    return this.pick(label, (list) =>
      list.getByRole('treeitem').getByText(unit, { exact: true }).last(),
    );
  }

  /**
   * Opens a list and clicks what is found in it. A list closes when the form moves the focus, which on
   * a busy machine it may do only now; then a person opens it again.
   */
  private async pick(label: string, find: (list: Locator) => Locator): Promise<void> {
    const field = this.page.getByRole('combobox', { name: label, exact: true });
    const list = this.page.locator('.el-select-dropdown:visible');
    for (let left = LIST_ATTEMPTS; ; left -= 1) {
      if (!(await list.isVisible())) {
        // The list behind a dialog may have a filter of the same name.
        await this.page.locator('.el-select__wrapper').filter({ has: field }).last().click();
      }
      try {
        await find(list).click({ timeout: PATIENCE_MS / LIST_ATTEMPTS });
        break;
      } catch (error) {
        if (left <= 1 || (await list.isVisible())) throw error;
      }
    }
    await list.waitFor({ state: 'hidden' });
  }

  /** Types a day into a date field. */
  async enterDay(label: string, day: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: label, exact: true });
    await field.fill(day);
    await field.press('Enter');
  }

  /** A field of text by its label; one that suggests what may be typed into it is a combobox. */
  field(label: string): Locator {
    const named = { name: label, exact: true };
    return this.page.getByRole('textbox', named).or(this.page.getByRole('combobox', named));
  }

  /** Fills fields of text by their labels. */
  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.field(label).fill(value);
  }

  /** What the record offers to do now. */
  action(name: string): Locator {
    return this.page
      .getByRole('group', { name: '可办事项' })
      .getByRole('button', { name, exact: true });
  }

  /** Opens the dialog of a step, fills it and confirms; some are called otherwise than their button. */
  async takeStep(
    name: string,
    fillIn: () => Promise<void> = () => Promise.resolve(),
    { title = name, confirm = name } = {},
  ): Promise<void> {
    await this.action(name).click();
    const dialog = this.page.getByRole('dialog', { name: title, exact: true });
    await dialog.waitFor();
    await fillIn();
    await dialog.getByRole('button', { name: confirm, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await this.settled();
  }

  /** Waits for what the program says after an act. */
  async isTold(text: string | RegExp): Promise<void> {
    await this.page.locator('.el-message', { hasText: text }).first().waitFor();
  }

  /** Path and query of the address bar. */
  get address(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Follows a link to a file and reads what it gives. */
  async download(link: Locator): Promise<Buffer> {
    const href = await link.getAttribute('href');
    if (href === null) throw new Error('This link leads nowhere');
    const answer = await this.context.request.get(new URL(href, this.page.url()).href);
    if (!answer.ok()) throw new Error(`${answer.status()} ${href}`);
    return answer.body();
  }

  /** Clicks a link to a file and reads what the browser has saved. */
  async save(link: Locator): Promise<{ name: string; bytes: Buffer }> {
    const [file] = await Promise.all([this.page.waitForEvent('download'), link.click()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  }

  /** Faults that a spec has brought about itself. */
  pardon(expected: RegExp): void {
    const left = this.faults.filter((fault) => !expected.test(fault));
    this.faults.splice(0, this.faults.length, ...left);
  }

  private watch(page: Page): void {
    page.on('console', (message) => this.noteMessage(message));
    page.on('pageerror', (error) => this.faults.push(`exception: ${error.message}`));
    page.on('response', (response) => this.noteAnswer(response));
    page.on('request', (request) => this.underWay.add(request));
    page.on('requestfinished', (request) => this.ended(request));
    page.on('requestfailed', (request) => this.ended(request));
  }

  private ended(request: Request): void {
    this.underWay.delete(request);
    this.wake();
  }

  private noteMessage(message: ConsoleMessage): void {
    if (message.type() !== 'error' || REFUSED_REQUEST.test(message.text())) return;
    this.faults.push(`console: ${message.text()}`);
  }

  private noteAnswer(response: Response): void {
    const status = response.status();
    if (status < 400) return;
    // Chromium does not always tell that a refused request has finished.
    this.ended(response.request());
    const line = `${status} ${response.request().method()} ${new URL(response.url()).pathname}`;
    (status < 500 ? this.refusals : this.faults).push(line);
  }
}
