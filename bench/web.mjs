import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { startChromium } from '../test/browser/support/start-chromium.mjs';
import { limitRow, median } from './figures.mjs';
import { CLERK, PASSWORD } from './place.mjs';

const BUILT = new URL('../web/dist/index.html', import.meta.url);
const DESK = { width: 1440, height: 900 };
const ROWS = 20;
const ROWS_SECONDS_MAX = 1;
const NEXT_PAGE_MS_MAX = 300;
const LOGIN_KIB_MAX = 100;
const LIST_KIB_MAX = 230;
const KIB = 1024;

/** Notes inside the page when a whole page of rows stands, and how long after a click the next one does. */
const WATCH = `(() => {
  let shown = '';
  let clicked;
  let tellRows;
  let tellNextPage;
  window.rows = new Promise((tell) => (tellRows = tell));
  window.nextPage = new Promise((tell) => (tellNextPage = tell));
  addEventListener('click', () => (clicked = performance.now()), true);
  const look = () => {
    const rows = document.querySelectorAll('.el-table__body tbody tr');
    if (rows.length < ${ROWS}) return;
    const first = rows[0].textContent;
    if (first === shown) return;
    shown = first;
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (clicked === undefined) tellRows(performance.now());
        else tellNextPage(performance.now() - clicked);
      }),
    );
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
})();`;
const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;

/**
 * The list of issues as a clerk waits for it, in a real browser on the built program.
 *
 * @param {number} port of the product
 * @param {number} rounds
 */
export async function measureWeb(port, rounds) {
  const name = 'list in a browser';
  if (!existsSync(BUILT)) return [notMeasured(name, 'no web/dist: npm run build:web')];
  let browser;
  try {
    browser = await startChromium();
  } catch (error) {
    return [notMeasured(name, `no Chromium: ${String(error.message).split('\n')[0]}`)];
  }
  try {
    const load = loadavg()[0];
    const figures = await figuresIn(browser, `http://127.0.0.1:${port}`, rounds);
    return [...figures, { name: `${name}: load when it began`, value: load, unit: '' }];
  } finally {
    await browser.close();
  }
}

async function figuresIn(browser, url, rounds) {
  const { session, loginKib } = await signIn(browser, url);
  const visits = { cold: [], warm: [] };
  for (let round = 0; round < rounds; round += 1) {
    // A context of its own has neither cache nor compiled scripts; its second page has both.
    const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN' });
    await context.addCookies(session);
    await context.addInitScript({ content: WATCH });
    visits.cold.push(await visit(context, url));
    visits.warm.push(await visit(context, url));
    await context.close();
  }
  const of = (cache, field) => median(visits[cache].map((figures) => figures[field]));
  const all = [...visits.cold, ...visits.warm];
  const name = 'list in a browser';
  const seconds = (cache, field) => of(cache, field) / 1000;
  return [
    ...['cold', 'warm'].flatMap((cache) => [
      { name: `${name}, ${cache}: first paint`, value: seconds(cache, 'paintMs'), unit: 's' },
      limitRow(`${name}, ${cache}: ${ROWS} rows`, seconds(cache, 'rowsMs'), 's', ROWS_SECONDS_MAX),
    ]),
    limitRow(`${name}: next page`, median(all.map((v) => v.nextPageMs)), 'ms', NEXT_PAGE_MS_MAX),
    limitRow('scripts of the login, packed', loginKib, 'KiB', LOGIN_KIB_MAX),
    limitRow('scripts of the list, packed', of('cold', 'kib'), 'KiB', LIST_KIB_MAX),
  ];
}

async function signIn(browser, url) {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  const scripts = scriptsOf(page);
  await page.goto(`${url}/login`, { waitUntil: 'networkidle' });
  const loginKib = await scripts();
  await page.getByLabel('用户名').fill(CLERK);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((address) => address.pathname !== '/login');
  const session = await context.cookies();
  await context.close();
  return { session, loginKib };
}

async function visit(context, url) {
  const page = await context.newPage();
  const scripts = scriptsOf(page);
  await page.goto(`${url}/issues`);
  const rowsMs = await page.evaluate('window.rows');
  const paintMs = await page.evaluate(FIRST_PAINT);
  const kib = await scripts();
  await page.locator('.el-pager').getByText('2', { exact: true }).click();
  const nextPageMs = await page.evaluate('window.nextPage');
  await page.close();
  return { paintMs, rowsMs, nextPageMs, kib };
}

/** Begins to collect the scripts of a page; gives their weight when they are all there. */
function scriptsOf(page) {
  const bodies = new Map();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') {
      // One that comes when the page has been left is not of what is weighed.
      bodies.set(
        response.url(),
        response.body().catch(() => Buffer.alloc(0)),
      );
    }
  });
  return async () => {
    const all = await Promise.all(bodies.values());
    return all.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / KIB;
  };
}

const notMeasured = (name, why) => ({ name, value: `not measured (${why})`, unit: '' });
