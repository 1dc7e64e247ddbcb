import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { TestApp } from '../../support/app.js';
import { launchChromium, SKIPPED } from './chromium.js';
import { Person } from './person.js';

/** Nothing is waited for but the program itself: what would slide and fade is there at once. */
const WINDOW: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
  reducedMotion: 'reduce',
};
/** A world is made while other specs keep both processors busy. */
const START_MS = 90_000;

/** Like `describe`, left out only where {@link SKIPPED} says so. */
export const describeInBrowser = SKIPPED ? describe.skip : describe;

/** The program as served, one browser, and the people who use it. */
export class Stage {
  private readonly people = new Map<string, Promise<Person>>();
  private readonly watched: Person[] = [];

  private constructor(
    readonly app: TestApp,
    readonly browser: Browser,
    readonly url: string,
  ) {}

  static async open(app: TestApp): Promise<Stage> {
    const url = (await app.app.getUrl()).replace(/\/$/, '');
    return new Stage(app, await launchChromium(), url);
  }

  /** Somebody who has signed in through the form; the same window each time. */
  person(username: string): Promise<Person> {
    let person = this.people.get(username);
    if (!person) {
      person = this.visitor(username).then((visitor) => visitor.signIn());
      this.people.set(username, person);
    }
    return person;
  }

  /** A further window of somebody, who has signed in once. */
  async anotherWindow(username: string): Promise<Person> {
    const { context } = await this.person(username);
    const person = await Person.arrive(username, this.url, context);
    this.watched.push(person);
    await person.open('/home');
    return person;
  }

  /** A new browser that nobody has signed in to yet. */
  async visitor(username = '', options: BrowserContextOptions = {}): Promise<Person> {
    const context = await this.browser.newContext({ ...WINDOW, ...options });
    const person = await Person.arrive(username, this.url, context);
    this.watched.push(person);
    return person;
  }

  /** Another tab of somebody who has signed in. */
  async tabOf({ username, context }: Person): Promise<Person> {
    const tab = await Person.arrive(username, this.url, context);
    this.watched.push(tab);
    return tab;
  }

  /** What has gone wrong on any page since the last time. */
  takeFaults(): string[] {
    return this.watched.flatMap(({ username, faults }) =>
      faults.splice(0).map((fault) => `${username}: ${fault}`),
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.app.stop();
  }
}

/**
 * One world for a whole file: starts the program and the browser, and lets no test pass on whose pages
 * something went wrong.
 * @param prepare fills the world; what it returns the tests get with `world()`.
 */
export function useStage<World>(
  prepare: (app: TestApp) => Promise<World>,
  start: () => Promise<TestApp> = () => TestApp.startWithOrganisation('sqlite'),
): { stage: () => Stage; world: () => World } {
  let stage: Stage | undefined;
  let world: World | undefined;
  beforeAll(async () => {
    const app = await start();
    world = await prepare(app);
    stage = await Stage.open(app);
  }, START_MS);
  afterEach(() => expect(stage?.takeFaults()).toEqual([]));
  afterAll(() => stage?.close());
  return { stage: () => stage as Stage, world: () => world as World };
}
