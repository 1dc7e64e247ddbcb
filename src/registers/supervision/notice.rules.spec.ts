import { describe, expect, it } from '@jest/globals';
import { blankNotice } from './notice.blank.js';
import type { Notice } from './notice.entity.js';
import {
  dueAfterReview,
  duesOf,
  firstFeedbackOn,
  issuanceFaults,
  kindFaults,
  nextFeedbackOn,
  type ReviewAnswers,
  reviewFaults,
} from './notice.rules.js';
import type { FeedbackCycle, NoticeStatus } from './supervision.codes.js';

const notice = (over: Partial<Notice> = {}): Notice => ({
  ...blankNotice('2020-05-01T01:00:00.000Z', { userId: 'u1', name: '经办人' }),
  id: 'n1',
  kind: 'SUPERVISE',
  campaignId: 'c1',
  bureauId: 'b1',
  title: '督办',
  leadUnitId: 't1',
  level: 'BLUE',
  content: '请抓紧整改',
  issueIds: ['i1'],
  feedbackType: 'ONE_OFF',
  dueOn: '2020-05-20',
  contact: '经办人',
  phone: '000-12345678',
  ...over,
});

const assign = (over: Partial<Notice> = {}): Notice =>
  notice({
    kind: 'ASSIGN',
    level: null,
    feedbackType: null,
    issueIds: [],
    source: 'SELF_CHECK',
    requirements: '请核查',
    feedbackForm: 'REPORT',
    ...over,
  });

describe('what a notice needs before it is issued', () => {
  it.each<[string, Notice, string[]]>([
    ['complete 督办单', notice(), []],
    ['no level', notice({ level: null }), ['level REQUIRED']],
    ['no content', notice({ content: '' }), ['content REQUIRED']],
    ['no issue', notice({ issueIds: [] }), ['issueIds REQUIRED']],
    ['no feedback type', notice({ feedbackType: null }), ['feedbackType REQUIRED']],
    ['periodic without cycle', notice({ feedbackType: 'PERIODIC' }), ['feedbackCycle REQUIRED']],
    ['no due day', notice({ dueOn: null }), ['dueOn REQUIRED']],
    ['due today', notice({ dueOn: '2020-05-01' }), []],
    ['due yesterday', notice({ dueOn: '2020-04-30' }), ['dueOn TOO_EARLY']],
    [
      'nobody to ask',
      notice({ contact: null, phone: null }),
      ['contact REQUIRED', 'phone REQUIRED'],
    ],
    ['made by the program, without telephone', notice({ origin: 'LADDER', phone: null }), []],
    ['complete 交办单', assign(), []],
    ['no source', assign({ source: null }), ['source REQUIRED']],
    ['no requirements', assign({ requirements: null }), ['requirements REQUIRED']],
    ['no form of feedback', assign({ feedbackForm: null }), ['feedbackForm REQUIRED']],
    ['转办 needs none', assign({ feedbackForm: null, feedbackRequired: false }), []],
  ])('%s', (_name, row, expected) => {
    const faults = issuanceFaults(row, '2020-05-01').map(({ path, code }) => `${path} ${code}`);
    expect(faults).toEqual(expected);
  });

  it.each([
    ['SUPERVISE', { level: 'RED', feedbackCycle: 'WEEKLY' }, []],
    [
      'SUPERVISE',
      { requirements: 'x', feedbackRequired: false },
      ['requirements', 'feedbackRequired'],
    ],
    ['ASSIGN', { source: 'SELF_CHECK', materials: [] }, []],
    ['ASSIGN', { level: 'RED', instruction: 'x' }, ['level', 'instruction']],
    ['ASSIGN', { level: null, instruction: undefined }, []],
  ] as const)('%s with %j has the wrong fields %j', (kind, given, expected) => {
    expect(kindFaults(kind, given).map(({ path }) => path)).toEqual(expected);
  });
});

describe('when replies are owed', () => {
  const periodic = (feedbackCycle: FeedbackCycle, over: Partial<Notice> = {}): Notice =>
    notice({
      feedbackType: 'PERIODIC',
      feedbackCycle,
      issuedOn: '2020-01-31',
      dueOn: '2020-06-15',
      ...over,
    });

  it.each<[string, Notice, string | null]>([
    ['once: at the end', notice({ issuedOn: '2020-05-01' }), '2020-05-20'],
    ['转办: never', assign({ feedbackRequired: false, issuedOn: '2020-05-01' }), null],
    ['weekly', periodic('WEEKLY'), '2020-02-07'],
    ['every two weeks', periodic('BIWEEKLY'), '2020-02-14'],
    ['monthly, clamped to the end of February', periodic('MONTHLY'), '2020-02-29'],
    ['quarterly', periodic('QUARTERLY'), '2020-04-30'],
    ['never after the end', periodic('QUARTERLY', { dueOn: '2020-03-01' }), '2020-03-01'],
  ])('first: %s', (_name, row, expected) => expect(firstFeedbackOn(row)).toBe(expected));

  it.each<[string, string, string | null]>([
    ['the next month, counted from the issue and not from February', '2020-02-29', '2020-03-31'],
    ['between two days', '2020-04-02', '2020-04-30'],
    ['the last one at the end', '2020-05-31', '2020-06-15'],
    ['none after the end', '2020-06-15', null],
  ])('then: %s', (_name, after, expected) =>
    expect(nextFeedbackOn(periodic('MONTHLY'), after)).toBe(expected),
  );

  const days = { today: '2020-03-03', previous: '2020-02-29', resubmission: '2020-03-05' };
  const answers = (over: Partial<ReviewAnswers>): ReviewAnswers => ({
    verdict: 'CONTINUED',
    factsClear: true,
    problemSolved: true,
    measuresCompliant: true,
    papersInOrder: true,
    ...over,
  });

  it.each<[string, Notice, Partial<ReviewAnswers>, string | null | undefined]>([
    ['办结', notice(), { verdict: 'CONCLUDED' }, null],
    ['退回: a short term', notice(), { verdict: 'RETURNED' }, '2020-03-05'],
    ['退回: the day named', notice(), { verdict: 'RETURNED', dueOn: '2020-03-20' }, '2020-03-20'],
    ['继续督办 once: must be named', notice(), {}, undefined],
    ['继续督办 by the cycle', periodic('MONTHLY'), {}, '2020-03-31'],
    ['继续督办 after the series', periodic('MONTHLY', { dueOn: '2020-03-01' }), {}, undefined],
  ])('after a review: %s', (_name, row, over, expected) =>
    expect(dueAfterReview(row, answers(over), days)).toBe(expected),
  );

  it.each<[NoticeStatus, string | null, string | null, [boolean, boolean, number]]>([
    ['ISSUED', '2020-05-08', '2020-05-20', [false, false, 0]],
    ['ISSUED', '2020-05-07', '2020-05-20', [true, false, 1]],
    ['ISSUED', '2020-05-01', '2020-05-06', [true, true, 7]],
    ['SIGNED', '2020-05-01', '2020-05-08', [false, false, 0]],
    ['SIGNED', '2020-05-01', '2020-05-06', [false, true, 2]],
    ['RETURNED', null, '2020-05-06', [false, true, 2]],
    ['REPLIED', null, '2020-05-06', [false, false, 0]],
    ['CONCLUDED', '2020-05-01', '2020-05-06', [false, false, 0]],
    ['WITHDRAWN', '2020-05-01', '2020-05-06', [false, false, 0]],
  ])(
    '%s, to sign by %s, to reply by %s, on 8 May',
    (status, signDueOn, feedbackDueOn, expected) => {
      const { receiptOverdue, replyOverdue, overdueDays } = duesOf(
        { status, signDueOn, feedbackDueOn },
        '2020-05-08',
      );
      expect([receiptOverdue, replyOverdue, overdueDays]).toEqual(expected);
    },
  );
});

describe('the four questions of a review', () => {
  const yes = {
    factsClear: true,
    problemSolved: true,
    measuresCompliant: true,
    papersInOrder: true,
  };
  const demand = '请补充首月发放凭证后再报';

  it.each<[string, ReviewAnswers, string[]]>([
    ['办结 with all yes', { verdict: 'CONCLUDED', ...yes }, []],
    [
      '办结 with two no',
      { verdict: 'CONCLUDED', ...yes, problemSolved: false, papersInOrder: false },
      ['problemSolved NOT_MET', 'papersInOrder NOT_MET'],
    ],
    [
      '办结 with a next day',
      { verdict: 'CONCLUDED', ...yes, dueOn: '2020-06-01' },
      ['dueOn NOT_WANTED'],
    ],
    ['退回 with a no', { verdict: 'RETURNED', ...yes, factsClear: false, demand }, []],
    ['退回 with all yes', { verdict: 'RETURNED', ...yes, demand }, ['verdict NOTHING_WRONG']],
    [
      '退回 without saying what to do',
      { verdict: 'RETURNED', ...yes, factsClear: false, demand: '补充凭证' },
      ['demand TOO_SHORT'],
    ],
    [
      '退回 to today',
      { verdict: 'RETURNED', ...yes, factsClear: false, demand, dueOn: '2020-05-08' },
      ['dueOn NOT_LATER'],
    ],
    ['继续督办 with all yes', { verdict: 'CONTINUED', ...yes }, []],
    [
      '继续督办 to the past',
      { verdict: 'CONTINUED', ...yes, dueOn: '2020-05-01' },
      ['dueOn NOT_LATER'],
    ],
  ])('%s', (_name, given, expected) => {
    const faults = reviewFaults(given, '2020-05-08').map(({ path, code }) => `${path} ${code}`);
    expect(faults).toEqual(expected);
  });
});
