import { describe, expect, it } from '@jest/globals';
import { messageIdOf, shanghaiTime, smtpFault, subjectOf } from './mail.rules.js';

describe('mails', () => {
  it.each([
    ['催报：4月台账', '【销号】催报：4月台账'],
    ['催报\r\nBcc: all@example.org', '【销号】催报 Bcc: all@example.org'],
    ['a\nb\rc\u0000d\u2028e\u0085f', '【销号】a b c d e f'],
  ])('have a subject of one line: %j', (title, subject) => {
    expect(subjectOf(title)).toBe(subject);
  });

  it('have an id that only depends on the row', () => {
    expect(messageIdOf('0189', 'noreply@example.org')).toBe('<outbox-0189@example.org>');
  });

  it('tell the time in Shanghai', () => {
    expect(shanghaiTime('2020-04-30T16:05:00.000Z')).toBe('2020年5月1日 00:05');
  });
});

describe('faults of mail servers', () => {
  it.each([
    [
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, permanent: true },
      'SMTP_550',
      true,
    ],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554, permanent: true }, 'SMTP_554', true],
    [{ code: 'EENVELOPE', command: 'API' }, 'SMTP_EENVELOPE', true],
    [
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451, permanent: false },
      'SMTP_451',
      false,
    ],
    [
      { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, permanent: true },
      'SMTP_550',
      false,
    ],
    [
      { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535, permanent: true },
      'SMTP_535',
      false,
    ],
    [{ code: 'EPROTOCOL', command: 'CONN', responseCode: 554, permanent: true }, 'SMTP_554', false],
    [{ code: 'ECONNECTION', command: 'CONN' }, 'SMTP_ECONNECTION', false],
    [{ code: 'EABORT' }, 'TIMEOUT', false],
    [new Error('of clerk@example.org'), 'SMTP_ERROR', false],
  ])('%j', (error, code, permanent) => {
    expect(smtpFault(error)).toMatchObject({
      code,
      name: permanent ? 'PermanentFault' : 'TemporaryFault',
    });
  });
});
