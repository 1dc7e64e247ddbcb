/**
 * Takes the pictures of docs/用户手册.md from a running demo:
 *
 *     npm run demo
 *     node docs/manual/shots.mjs http://127.0.0.1:3000 [names of some pictures]
 *
 * Needs a Chromium (CHROMIUM_PATH, else /usr/bin/chromium) and ImageMagick's `convert`, which brings the
 * pictures to few colours.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PASSWORD = 'Xiaohao-2020';
const [address = 'http://127.0.0.1:3000', ...only] = process.argv.slice(2);
const COLOURS = '64';

/** `record` asks the API for the id that takes the place of `:id`; `region` is brought into sight. */
const SHOTS = [
  { file: 'login', path: '/login' },
  { file: 'home', user: 'div.clerk', path: '/home' },
  { file: 'issues', user: 'div.clerk', path: '/issues' },
  { file: 'new-issue', user: 'div.clerk', path: '/issues/new' },
  { file: 'imports', user: 'div.clerk', path: '/imports' },
  { file: 'issue', user: 'div.chief', path: '/issues/:id', record: '/issues?status=RECTIFYING' },
  {
    file: 'review',
    user: 'div.clerk',
    path: '/closures/:id',
    record: '/closure-applications',
  },
  {
    file: 'persons',
    user: 'div.clerk',
    path: '/issues/:id',
    record: `/issues?q=${encodeURIComponent('去世的2名低保对象')}`,
    region: '涉及对象表',
  },
  { file: 'ledger', user: 'div.clerk', path: '/ledger' },
  { file: 'reconciliation', user: 'div.clerk', path: '/reconciliation' },
  { file: 'reports', user: 'div.clerk', path: '/reports' },
  { file: 'consolidations', user: 'div.clerk', path: '/consolidations' },
  { file: 'bulletin', user: 'div.clerk', path: '/bulletins/:id', record: '/bulletins' },
  { file: 'supervision', user: 'div.clerk', path: '/supervision' },
  { file: 'town-home', user: 'qinghe.clerk', path: '/home' },
  {
    file: 'plan',
    user: 'lanqiao.clerk',
    path: '/issues/:id/plan',
    record: '/issues?status=PLANNING',
  },
  { file: 'town-report', user: 'qinghe.clerk', path: '/reports/:id', record: '/reports' },
  { file: 'dashboard', user: 'leadership', path: '/dashboard' },
  { file: 'users', user: 'admin', path: '/users' },
  { file: 'audit', user: 'auditor', path: '/audit' },
  { file: 'security', user: 'div.clerk', path: '/security' },
  { file: 'delegations', user: 'director', path: '/delegations' },
];

const folder = mkdtempSync(join(tmpdir(), 'xiaohao-shots-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const desks = new Map();

async function signIn(user) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 760 },
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  if (user) {
    await page.goto(`${address}/login`);
    await page.fill('#username', user);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }
  return page;
}

async function placeOf(page, { path, record }) {
  if (!record) return path;
  const body = await (await page.request.get(`${address}/api${record}`)).json();
  const id = body.items[0]?.id;
  if (!id) throw new Error(`${record} gives nothing`);
  return path.replace(':id', id);
}

for (const shot of SHOTS.filter(({ file }) => only.length === 0 || only.includes(file))) {
  const user = shot.user ?? '';
  if (!desks.has(user)) desks.set(user, await signIn(user));
  const page = desks.get(user);
  await page.goto(`${address}${await placeOf(page, shot)}`);
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  if (shot.region) {
    // Not to the edge: what stands in front of it belongs to the picture.
    const region = page.getByRole('region', { name: shot.region });
    await region.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  }
  const taken = join(folder, `${shot.file}.png`);
  await page.screenshot({ path: taken, animations: 'disabled' });
  const small = join(import.meta.dirname, `${shot.file}.png`);
  execFileSync('convert', [taken, '+dither', '-colors', COLOURS, '-strip', `png8:${small}`]);
}
await browser.close();
rmSync(folder, { recursive: true });
