import { describe, expect, it } from '@jest/globals';
import { archiveObstacle, type LookbackFacts } from './lookback.rules.js';

const OPEN: LookbackFacts = { results: [], campaignEnded: false, windowOver: false };

describe('archiving', () => {
  it.each<[string, Partial<LookbackFacts>, string | undefined]>([
    ['no check within the window', {}, 'LOOKBACK_OPEN'],
    ['one solid check', { results: ['SOLID'] }, 'LOOKBACK_OPEN'],
    ['two solid checks', { results: ['SOLID', 'SOLID'] }, undefined],
    ['no check, window over', { windowOver: true }, undefined],
    ['no check, campaign ended', { campaignEnded: true }, undefined],
    ['failed, window over', { results: ['PARTIAL'], windowOver: true }, 'LOOKBACK_FAILED'],
    ['failed, campaign ended', { results: ['FALSE'], campaignEnded: true }, 'LOOKBACK_FAILED'],
    ['failed after two solid ones', { results: ['SOLID', 'SOLID', 'REBOUND'] }, 'LOOKBACK_FAILED'],
    ['failed, then solid twice', { results: ['FALSE', 'SOLID', 'SOLID'] }, undefined],
  ])('%s', (_what, over, code) => {
    expect(archiveObstacle({ ...OPEN, ...over })?.code).toBe(code);
  });
});
