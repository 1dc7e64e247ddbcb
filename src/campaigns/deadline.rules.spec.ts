import { describe, expect, it } from '@jest/globals';
import type { RectificationType } from './codes/issue-codes.js';
import { defaultDeadline, latestDeadline } from './deadline.rules.js';
import { CampaignParameters, Milestone } from './definition/parameters.js';

const milestone = (dueOn: string, capsDeadlines: boolean) =>
  Object.assign(new Milestone(), { code: 'M', title: 'm', dueOn, capsDeadlines });

const campaign = (...milestones: Milestone[]) => ({
  endsOn: '2020-12-31',
  parameters: new CampaignParameters(),
  milestones,
});

const OPEN = campaign(milestone('2020-04-30', false));
const CAPPED = campaign(milestone('2020-05-31', true));

describe('deadline', () => {
  it.each<[string, ReturnType<typeof campaign>, RectificationType, string, string | undefined]>([
    ['ends with the campaign', OPEN, 'TIME_LIMITED', '2020-04-01', '2020-12-31'],
    ['of long-term work is open', OPEN, 'LONG_TERM', '2020-04-01', undefined],
    ['is capped by the milestone', CAPPED, 'IMMEDIATE', '2020-04-01', '2020-05-31'],
    ['of long-term work is capped too', CAPPED, 'LONG_TERM', '2020-05-31', '2020-05-31'],
    ['is free of a milestone passed before', CAPPED, 'TIME_LIMITED', '2020-06-01', '2020-12-31'],
    ['is free of a campaign ended before', CAPPED, 'TIME_LIMITED', '2021-01-05', undefined],
  ])('%s', (_name, definition, type, foundOn, expected) =>
    expect(latestDeadline(definition, type, foundOn)).toBe(expected),
  );

  it.each<[ReturnType<typeof campaign>, RectificationType, string, string]>([
    [OPEN, 'IMMEDIATE', '2020-04-10', '2020-04-25'],
    [OPEN, 'TIME_LIMITED', '2020-04-10', '2020-06-09'],
    [OPEN, 'LONG_TERM', '2020-10-01', '2021-03-30'],
    [OPEN, 'TIME_LIMITED', '2020-12-01', '2020-12-31'],
    [CAPPED, 'TIME_LIMITED', '2020-04-10', '2020-05-31'],
  ])('proposed for %# is within the cap', (definition, type, assignedOn, expected) =>
    expect(defaultDeadline(definition, type, '2020-04-01', assignedOn)).toBe(expected),
  );
});
