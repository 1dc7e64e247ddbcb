import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  assertTaken,
  REQUEST_BYTES_MAX,
  requestOf,
  type WebhookNews,
} from './webhook-request.rules.js';
import type { WebhookKind } from './webhook.codes.js';

const NOW = 1_585_702_800_000;
const NEWS: WebhookNews = {
  id: '0189',
  topic: 'REPORT_URGE',
  title: '催报：4月台账',
  body: null,
  subjectType: 'report',
  subjectId: '0190',
  link: null,
  createdAt: '2020-04-01T01:00:00.000Z',
};

describe('requests to group robots', () => {
  it('are plain text for 企业微信, whatever the title holds', () => {
    const news = {
      ...NEWS,
      title: '[点我](https://example.org) <@all>',
      link: 'https://x.example/',
    };
    const { url, body } = requestOf(
      { kind: 'WECOM', url: 'https://w/?key=k', secret: null },
      news,
      0,
    );
    expect(url).toBe('https://w/?key=k');
    expect(JSON.parse(body)).toEqual({
      msgtype: 'text',
      text: { content: '【销号】[点我](https://example.org) <@all>\nhttps://x.example/' },
    });
  });

  it('are signed for 钉钉 as its manual says', () => {
    const target = {
      kind: 'DINGTALK',
      url: 'https://d/send?access_token=t',
      secret: 'SEC1',
    } as const;
    const { url } = requestOf(target, NEWS, NOW);
    const query = new URL(url).searchParams;
    const sign = createHmac('sha256', 'SEC1').update(`${NOW}\nSEC1`).digest('base64');
    expect([...query]).toEqual([
      ['access_token', 't'],
      ['timestamp', String(NOW)],
      ['sign', sign],
    ]);
    expect(url).not.toContain('SEC1');
    expect(requestOf({ ...target, secret: null }, NEWS, NOW).url).toBe(target.url);
  });

  it('are signed JSON for other programs', () => {
    const target = {
      kind: 'GENERIC',
      url: 'https://g/',
      secret: 'a secret of some length',
    } as const;
    const { headers, body } = requestOf(target, NEWS, NOW);
    expect(JSON.parse(body)).toEqual(NEWS);
    const sign = createHmac('sha256', target.secret).update(`${NOW}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'x-xiaohao-message-id': NEWS.id,
      'x-xiaohao-timestamp': String(NOW),
      'x-xiaohao-signature': `sha256=${sign}`,
    });
  });

  it.each<[WebhookKind, number]>([
    ['WECOM', 2_100],
    ['DINGTALK', 2_100],
    ['GENERIC', REQUEST_BYTES_MAX],
  ])('of %s stay below their limit and cut no character', (kind, bytesMax) => {
    for (const text of ['a', '汉', '𠮷', '"', '\u0001'].map((one) => `${one}b`.repeat(30_000))) {
      const target = { kind, url: 'https://x/', secret: null };
      const { body } = requestOf(target, { ...NEWS, body: text }, NOW);
      expect(body).not.toMatch(/\\ud[89ab]|\ufffd/i);
      const told = JSON.parse(body) as { text?: { content: string }; body?: string };
      const content = told.text?.content ?? body;
      expect(Buffer.byteLength(content)).toBeLessThanOrEqual(bytesMax);
      expect(told.text?.content ?? told.body).toMatch(/…$/);
    }
  });
});

describe('answers of group robots', () => {
  it.each<[WebhookKind, number, string, string | undefined]>([
    ['WECOM', 200, '{"errcode":0,"errmsg":"ok"}', undefined],
    ['WECOM', 200, '{"errcode":93000}', 'PermanentFault ROBOT_93000'],
    ['WECOM', 200, '{"errcode":45009}', 'TemporaryFault ROBOT_45009'],
    ['WECOM', 200, '{"errcode":-1}', 'TemporaryFault ROBOT_-1'],
    ['DINGTALK', 200, '{"errcode":310000}', 'PermanentFault ROBOT_310000'],
    ['DINGTALK', 200, '{"errcode":130101}', 'TemporaryFault ROBOT_130101'],
    ['DINGTALK', 200, '<html>', 'PermanentFault ROBOT_ANSWER_UNKNOWN'],
    ['DINGTALK', 200, '{"errcode":"<b>0"}', 'PermanentFault ROBOT_ANSWER_UNKNOWN'],
    ['DINGTALK', 200, 'null', 'PermanentFault ROBOT_ANSWER_UNKNOWN'],
    ['GENERIC', 204, '', undefined],
    ['GENERIC', 200, '<html>', undefined],
    ['GENERIC', 301, '', 'PermanentFault REDIRECTED'],
    ['GENERIC', 307, '', 'PermanentFault REDIRECTED'],
    ['GENERIC', 400, '', 'PermanentFault HTTP_400'],
    ['GENERIC', 404, '', 'PermanentFault HTTP_404'],
    ['GENERIC', 408, '', 'TemporaryFault HTTP_408'],
    ['GENERIC', 429, '', 'TemporaryFault HTTP_429'],
    ['GENERIC', 500, '', 'TemporaryFault HTTP_500'],
    ['GENERIC', 503, '', 'TemporaryFault HTTP_503'],
  ])('%s %i %s: %s', (kind, status, body, fault) => {
    let told: string | undefined;
    try {
      assertTaken(kind, { status, body });
    } catch (error) {
      const { name, message } = error as Error;
      told = `${name} ${message}`;
    }
    expect(told).toBe(fault);
  });
});
