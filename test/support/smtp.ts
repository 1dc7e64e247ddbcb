import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from '../../src/platform/config/messaging-settings.js';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** The message as it came over the wire. */
  readonly raw: string;
  readonly messageId: string;
  readonly subject: string;
}

/** What the server does with a receiver, or with a text; 250 unless it throws. */
type Reaction = () => void | Promise<void>;

/** A refusal with an SMTP code. */
export const refusal = (responseCode: number): Error =>
  Object.assign(new Error('no, clerk@example.org'), { responseCode });

/** A real SMTP server on this machine, which refuses, dawdles and hangs up as it is told. */
export class SmtpReceiver {
  readonly mails: ReceivedMail[] = [];
  onRcpt: (address: string) => void | Promise<void> = () => undefined;
  /** Before a text is taken over. */
  onData: Reaction = () => undefined;
  /** Hangs up in the middle of so many texts. */
  hangUps = 0;
  /** Passwords it was shown. */
  logins = 0;
  private readonly waiters: { count: number; done: () => void }[] = [];

  private constructor(
    private readonly server: SMTPServer,
    private readonly host: string,
    private port = 0,
  ) {}

  /** @param options.login makes it ask for this login, without offering encryption. */
  static async start(
    options: { host?: string; login?: MailSettings['login'] } = {},
  ): Promise<SmtpReceiver> {
    const { host = '127.0.0.1', login } = options;
    const server: SMTPServer = new SMTPServer({
      disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        receiver.logins += 1;
        if (username === login?.user && password === login?.pass)
          callback(null, { user: username });
        else callback(refusal(535));
      },
      disableReverseLookup: true,
      onRcptTo: ({ address }, _session, callback) => {
        Promise.resolve()
          .then(() => receiver.onRcpt(address))
          .then(() => callback(), callback);
      },
      onData: (stream, session, callback) => {
        if (receiver.hangUps > 0) {
          receiver.hangUps -= 1;
          for (const connection of server.connections) connection.close();
          stream.resume();
          return;
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        text(stream)
          .then(async (raw) => {
            await receiver.onData();
            receiver.take(to, raw);
          })
          .then(() => callback(), callback);
      },
    });
    const receiver = new SmtpReceiver(server, host);
    await new Promise<void>((done) => server.listen(0, host, done));
    receiver.port = (server.server.address() as AddressInfo).port;
    return receiver;
  }

  settings(over: Partial<MailSettings> = {}): MailSettings {
    return {
      host: this.host,
      port: this.port,
      secure: false,
      login: undefined,
      from: { name: '销号', address: 'noreply@office.example' },
      perMinuteMax: 10_000,
      timeoutMs: 10_000,
      ...over,
    };
  }

  /** Resolves when so many mails have come in altogether. */
  received(count: number): Promise<void> {
    return new Promise((done) => {
      this.waiters.push({ count, done });
      this.wakeUp();
    });
  }

  /** Forgets what came, and behaves well again. */
  reset(): void {
    this.mails.length = 0;
    this.hangUps = 0;
    this.onRcpt = () => undefined;
    this.onData = () => undefined;
  }

  stop(): Promise<void> {
    return new Promise((done) => this.server.close(done));
  }

  private take(to: string[], raw: string): void {
    this.mails.push({
      to,
      raw,
      messageId: headerOf(raw, 'Message-ID'),
      subject: decoded(headerOf(raw, 'Subject')),
    });
    this.wakeUp();
  }

  private wakeUp(): void {
    for (const { count, done } of this.waiters) if (this.mails.length >= count) done();
  }
}

/** A header with its folded lines put together. */
export function headerOf(raw: string, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const line = head
    .split('\r\n')
    .find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

/** The text of encoded words (`=?UTF-8?B?…?=`, `=?UTF-8?Q?…?=`). */
function decoded(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_all, kind: string, body: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(body, 'base64').toString('latin1')
        : body
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (_hex, byte: string) =>
              String.fromCharCode(parseInt(byte, 16)),
            ),
    )
    .replace(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
}

/** The parts of a mail, decoded. */
export function partOf(raw: string, type: 'text/plain' | 'text/html'): string {
  const start = raw.indexOf(`Content-Type: ${type}`);
  const body = raw.indexOf('\r\n\r\n', start) + 4;
  const part = raw.slice(body, raw.indexOf('\r\n--', body));
  const head = raw.slice(start, body);
  if (/base64/i.test(head)) return Buffer.from(part, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(head)) return part;
  const bytes = part
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
