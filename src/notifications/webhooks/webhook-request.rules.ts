import { createHmac } from 'node:crypto';
import { PermanentFault, TemporaryFault } from '../../platform/outbox/outbox-channel.js';
import type { WebhookKind } from './webhook.codes.js';

/** What is told to a robot. */
export interface WebhookNews {
  /** The same over all attempts. */
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  /** Null where only the title is told. */
  readonly body: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly link: string | null;
  readonly createdAt: string;
}

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookTarget {
  readonly kind: WebhookKind;
  readonly url: string;
  readonly secret: string | null;
}

/** 企业微信 refuses texts of more than 2,048 bytes. */
const TEXT_BYTES_MAX = 2_000;
export const REQUEST_BYTES_MAX = 20_000;

/** @param now epoch milliseconds; part of the signatures, so that a caught request is soon worthless. */
export function requestOf(target: WebhookTarget, news: WebhookNews, now: number): WebhookRequest {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  switch (target.kind) {
    case 'WECOM':
      return { url: target.url, headers, body: textMessage(news) };
    case 'DINGTALK':
      return { url: signedDingTalk(target, now), headers, body: textMessage(news) };
    case 'GENERIC': {
      const body = genericBody(news);
      return {
        url: target.url,
        headers: { ...headers, ...signature(target, news, body, now) },
        body,
      };
    }
  }
}

/** Plain text on purpose: in markdown a title could forge links or call people by name. */
function textMessage({ title, body, link }: WebhookNews): string {
  const lines = [
    `【销号】${title}`,
    ...(body === null ? [] : [body]),
    ...(link === null ? [] : [link]),
  ];
  return JSON.stringify({
    msgtype: 'text',
    text: { content: cutToBytes(lines.join('\n'), TEXT_BYTES_MAX) },
  });
}

/** 钉钉 “加签”: HMAC-SHA256 of timestamp and secret, under the secret. */
function signedDingTalk({ url, secret }: WebhookTarget, now: number): string {
  if (secret === null) return url;
  const signed = new URL(url);
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  signed.searchParams.set('timestamp', String(now));
  signed.searchParams.set('sign', sign);
  return signed.href;
}

function genericBody(news: WebhookNews): string {
  for (let bytes = REQUEST_BYTES_MAX; ; bytes = Math.floor(bytes / 2)) {
    const body = news.body === null ? null : cutToBytes(news.body, bytes);
    const text = JSON.stringify({ ...news, body });
    if (Buffer.byteLength(text) <= REQUEST_BYTES_MAX) return text;
  }
}

function signature(
  { secret }: WebhookTarget,
  { id }: WebhookNews,
  body: string,
  now: number,
): Record<string, string> {
  const sign = createHmac('sha256', secret ?? '')
    .update(`${now}.${body}`)
    .digest('hex');
  return {
    'x-xiaohao-message-id': id,
    'x-xiaohao-timestamp': String(now),
    'x-xiaohao-signature': `sha256=${sign}`,
  };
}

/** Cut between characters, with a sign that something is missing. */
function cutToBytes(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  const mark = '…';
  let room = bytesMax - Buffer.byteLength(mark);
  let result = '';
  for (const character of text) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    result += character;
  }
  return result + mark;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
}

/** Too many, too fast, or busy: 企业微信 45009 and -1, 钉钉 130101 and -1. */
const ROBOT_CODES_OF_HASTE = [-1, 45009, 130101];

/** Statuses that ask to come again. */
const LATER = [408, 425, 429];

/** @throws {TemporaryFault | PermanentFault} unless the other side has taken the message. */
export function assertTaken(kind: WebhookKind, { status, body }: WebhookAnswer): void {
  if (status >= 300 && status < 400) throw new PermanentFault('REDIRECTED');
  if (status >= 500 || LATER.includes(status)) throw new TemporaryFault(`HTTP_${status}`);
  if (status < 200 || status >= 300) throw new PermanentFault(`HTTP_${status}`);
  if (kind === 'GENERIC') return;
  // Robots answer 200 to everything and tell in the body whether they liked it.
  const code = errorCodeOf(body);
  if (code === undefined) throw new PermanentFault('ROBOT_ANSWER_UNKNOWN');
  if (ROBOT_CODES_OF_HASTE.includes(code)) throw new TemporaryFault(`ROBOT_${code}`);
  if (code !== 0) throw new PermanentFault(`ROBOT_${code}`);
}

function errorCodeOf(body: string): number | undefined {
  try {
    const { errcode } = JSON.parse(body) as { errcode?: unknown };
    return Number.isSafeInteger(errcode) ? (errcode as number) : undefined;
  } catch {
    return undefined;
  }
}
