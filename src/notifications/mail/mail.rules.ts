import { PermanentFault, TemporaryFault } from '../../platform/outbox/outbox-channel.js';

/** One line, whatever the title holds: a line break would begin a new header. */
export const subjectOf = (title: string): string =>
  `【销号】${title.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()}`;

/** The same for every attempt; by it mail servers and readers know a repetition. */
export const messageIdOf = (id: string, senderAddress: string): string =>
  `<outbox-${id}@${senderAddress.slice(senderAddress.indexOf('@') + 1)}>`;

/** Instants as people in China read them. */
export const shanghaiTime = (instant: string): string => SHANGHAI_TIME.format(new Date(instant));

/** Making one costs far more than using it. */
const SHANGHAI_TIME = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'long',
  timeStyle: 'short',
});

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

/** Steps in which the server judges this receiver and this text, rather than us as a sender. */
const ABOUT_THE_MESSAGE = ['RCPT TO', 'DATA'];

/**
 * A refusal of receiver or text stays one (5xx). Everything else (no connection, 4xx, wrong password,
 * sender not accepted) is a matter of time or of the settings, and every mail waits for it. Only the
 * class is kept: the server's words quote the address.
 */
export function smtpFault(error: unknown): TemporaryFault | PermanentFault {
  const { code = 'ERROR', command = '', responseCode, permanent } = error as SmtpError;
  if (code === 'EABORT') return new TemporaryFault('TIMEOUT');
  const name = `SMTP_${responseCode ?? code}`;
  const invalidAddress = code === 'EENVELOPE' && responseCode === undefined;
  const refused = permanent === true && ABOUT_THE_MESSAGE.includes(command);
  return refused || invalidAddress ? new PermanentFault(name) : new TemporaryFault(name);
}
