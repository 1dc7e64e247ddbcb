import { expect } from '@jest/globals';
import type { DrivenIssue, IssueDriver } from '../../support/issues.js';
import { Dialog } from './dialogs.js';
import type { Person } from './person.js';
import type { Stage } from './stage.js';

/** For one step, while other specs keep both processors busy. */
export const STORY_MS = 60_000;

/** One step of an issue as somebody takes it on the screen. */
export interface StepStory {
  /** On the button, in the head of the dialog. */
  readonly step: string;
  readonly by: string;
  /** Brings an issue to where the step can be taken. */
  readonly bring: (driver: IssueDriver) => Promise<DrivenIssue>;
  /** Fields that may not be left empty; none where the dialog only asks for a confirmation. */
  readonly required?: readonly string[];
  readonly fill?: (person: Person) => Promise<void>;
  /** On the button that sends the dialog, when it is not the name of the step. */
  readonly confirm?: string;
  readonly told: string | RegExp;
  /** What the API says of the issue afterwards. */
  readonly ends: object;
  /** What the newest entry of 办理过程 tells besides who did it, and what it was called there. */
  readonly entry?: string;
  readonly notes?: readonly string[];
}

/** Takes the step: refused while something is missing, then accepted, seen on the page and in the API. */
export async function takeStory(
  stage: Stage,
  driver: IssueDriver,
  story: StepStory,
): Promise<DrivenIssue> {
  const issue = await story.bring(driver);
  const person = await stage.person(story.by);
  await person.goTo(`/issues/${issue.id}`);
  await person.action(story.step).click();
  const dialog = await Dialog.of(person, story.step);
  const confirm = story.confirm ?? story.step;
  if (story.required) {
    expect(await dialog.isRefused(confirm, story.required)).toEqual(story.required);
    expect((await driver.read(issue.id)).version).toBe(issue.version);
  }
  await story.fill?.(person);
  expect(await dialog.unfit()).toEqual([]);
  await dialog.confirm(confirm);
  await person.isTold(story.told);
  const after = await driver.read(issue.id);
  expect(after).toMatchObject(story.ends);
  await expectEntry(stage, person, story);
  return after;
}

/** The newest entry of 办理过程 says what was done, by whom, and in which words. */
async function expectEntry(stage: Stage, person: Person, story: StepStory): Promise<void> {
  const me = await (await stage.app.as(story.by)).get('/auth/me');
  const newest = person.page.getByRole('list', { name: '办理过程' }).getByRole('listitem').first();
  const told = (await newest.innerText()).split('\n').map((line) => line.trim());
  expect(told).toEqual(expect.arrayContaining([story.entry ?? story.step, ...(story.notes ?? [])]));
  expect(told.join('\n')).toContain(me.body.name);
}
