import { describe, expect, it } from '@jest/globals';
import { isMaskedPhone, maskPhone, PHONE_PATTERN } from '../../platform/crypto/phone.js';
import type { ResponsibilityKind } from './responsibility.codes.js';
import { type DutyFacts, dutyFaults, missingDuties } from './responsibility.rules.js';

const duty = (kind: ResponsibilityKind, over: Partial<DutyFacts> = {}): DutyFacts => ({
  kind,
  unitId: 'town',
  userId: null,
  personName: null,
  ...over,
});

const lead = duty('LEAD');
const leader = duty('RESPONSIBLE_LEADER', { personName: '张某' });
const person = duty('RESPONSIBLE_PERSON', { personName: '李某' });

describe('contradictions of a 责任清单', () => {
  const cases: [string, DutyFacts[], [string, string][]][] = [
    ['a sound list', [lead, leader, person, duty('CO', { unitId: 'finance' })], []],
    ['several co units', [lead, duty('CO', { unitId: 'a' }), duty('CO', { unitId: 'b' })], []],
    ['an incomplete draft', [person], []],
    [
      'a second lead',
      [lead, duty('LEAD', { unitId: 'other' })],
      [['responsibilities[1].kind', 'SECOND_LEAD']],
    ],
    ['the lead as co unit', [duty('CO'), lead], [['responsibilities[0].unitId', 'LEAD_IS_CO']]],
    [
      'the leader as person, by name',
      [leader, duty('RESPONSIBLE_PERSON', { personName: '张某', unitId: 'office' })],
      [['responsibilities[1].personName', 'LEADER_IS_PERSON']],
    ],
    [
      'the leader as person, by account',
      [
        duty('RESPONSIBLE_LEADER', { personName: '张某', userId: 'u1' }),
        duty('RESPONSIBLE_PERSON', { personName: '张某某', userId: 'u1' }),
      ],
      [['responsibilities[1].personName', 'LEADER_IS_PERSON']],
    ],
    [
      'namesakes with accounts of their own',
      [
        duty('RESPONSIBLE_LEADER', { personName: '张某', userId: 'u1' }),
        duty('RESPONSIBLE_PERSON', { personName: '张某', userId: 'u2' }),
      ],
      [],
    ],
    ['a nameless person', [duty('CONTACT')], [['responsibilities[0].personName', 'REQUIRED']]],
    [
      'a unit named twice',
      [duty('CO', { unitId: 'a' }), duty('CO', { unitId: 'a' })],
      [['responsibilities[1].kind', 'DUPLICATE']],
    ],
    ['a person named twice', [person, person], [['responsibilities[1].kind', 'DUPLICATE']]],
  ];
  it.each(cases)('%s', (_name, duties, expected) => {
    expect(dutyFaults(duties).map(({ path, code }) => [path, code])).toEqual(expected);
  });
});

describe('what a plan must name', () => {
  const cases: [string, DutyFacts[], string[]][] = [
    ['nothing named', [], ['LEAD_REQUIRED', 'LEADER_REQUIRED', 'PERSON_REQUIRED']],
    ['no leader', [lead, person], ['LEADER_REQUIRED']],
    ['all named', [lead, leader, person], []],
  ];
  it.each(cases)('%s', (_name, duties, codes) => {
    expect(missingDuties(duties).map(({ code }) => code)).toEqual(codes);
  });
});

describe('phone numbers', () => {
  it.each([
    ['13800005678', '138****5678'],
    ['023-61234567', '023****4567'],
    ['02361234567', '023****4567'],
    ['61234567', '****4567'],
    ['6123456', '****3456'],
  ])('shows %s as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
    expect(isMaskedPhone(masked)).toBe(true);
    expect([phone, masked].every((text) => PHONE_PATTERN.test(text))).toBe(true);
  });

  it.each(['1380000567', '138 0000 5678', '电话', '1380000567800', '****'])(
    'refuses %s',
    (phone) => {
      expect(PHONE_PATTERN.test(phone)).toBe(false);
    },
  );
});
