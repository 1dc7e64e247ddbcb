import { describe, expect, it } from '@jest/globals';
import {
  type GivenPerson,
  normalPerson,
  personFaults,
  phoneDigits,
  reasonFaults,
  searchKey,
} from './person.rules.js';

const ID = '990101196503150018';
const codes = (given: GivenPerson): string[] =>
  personFaults(normalPerson(given), 'persons[1].').map(({ path, code }) => `${path} ${code}`);

describe('personFaults', () => {
  it.each<[string, GivenPerson, string[]]>([
    ['a name', { name: '王晓明' }, []],
    ['everything', { name: '王晓明', idNumber: ID, phone: '023-61234567', householdNo: '12' }, []],
    ['full-width digits and a small x', { idNumber: '９９０１０３１９５５０２２８２０５ｘ' }, []],
    ['a phone with blanks', { phone: '138 0000 5678' }, []],
    ['emptied items', { idNumber: null, phone: null, householdHead: null }, []],
    ['a masked name', { name: '王某某' }, ['persons[1].name MASKED']],
    ['a masked number', { idNumber: '990101********0018' }, ['persons[1].idNumber ID_NUMBER']],
    ['a wrong check digit', { idNumber: '990101196503150017' }, ['persons[1].idNumber ID_NUMBER']],
    ['a masked phone', { phone: '138****5678' }, ['persons[1].phone PHONE']],
    ['half a phone', { phone: '1380000' }, []],
    ['letters for a phone', { phone: '联系村委' }, ['persons[1].phone PHONE']],
    ['a masked household', { householdNo: '****2345' }, ['persons[1].householdNo MASKED']],
  ])('%s', (_what, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  it('never repeats what was filled in', () => {
    const given = { name: '王某某', idNumber: '990101196503150017', phone: '1380x' };
    for (const { message } of personFaults(given)) {
      for (const value of Object.values(given)) expect(message).not.toContain(value);
    }
  });
});

describe('searchKey', () => {
  it.each<[string, GivenPerson, unknown]>([
    ['an id number', { idNumber: ' 99010319550228205x' }, 'idNumber 99010319550228205X'],
    ['a phone', { phone: '138 0000 5678' }, 'phone 13800005678'],
    ['a full name', { name: '王晓明' }, 'name 王晓明'],
    ['nothing', {}, 'ONE_OF'],
    ['two at once', { idNumber: ID, name: '王晓明' }, 'ONE_OF'],
    ['a part of a number', { idNumber: '99010119650315' }, 'ID_NUMBER'],
    ['a surname', { name: '王' }, 'TOO_SHORT'],
    ['a masked name', { name: '王某某' }, 'MASKED'],
  ])('%s', (_what, given, expected) => {
    const key = searchKey(given);
    expect('field' in key ? `${key.field} ${key.value}` : key[0]?.code).toBe(expected);
  });
});

it('phones are looked up without their dashes', () => {
  expect(phoneDigits('023-61234567')).toBe(phoneDigits('02361234567'));
});

it.each([
  ['电话核实补发金额', []],
  ['核实王晓明的补发金额', ['PERSONAL_DATA']],
  ['核实王 晓 明的补发金额', ['PERSONAL_DATA']],
  ['核实990101196503150018的补发金额', ['ID_NUMBER']],
  ['打13800005678核实', ['PHONE']],
])('the reason “%s”', (reason, expected) => {
  expect(reasonFaults(reason, ['王晓明', ID, null]).map(({ code }) => code)).toEqual(expected);
});
