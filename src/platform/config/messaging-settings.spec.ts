import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './config.js';

const FROM = 'Office <noreply@example.org>';

describe('settings of mails and webhooks', () => {
  it('are off by default', () => {
    expect(loadConfig({}).messaging).toEqual({});
    expect(loadConfig({ SMTP_URL: '', WEBHOOK_HOSTS: '' }).messaging).toEqual({});
  });

  it.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, secure: false }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, secure: false, login: undefined }],
    ['smtp://[::1]:25/', { host: '::1', port: 25 }],
    [
      'smtps://office%40example.org:p%40ss%2F@mail.example.org',
      { port: 465, secure: true, login: { user: 'office@example.org', pass: 'p@ss/' } },
    ],
  ])('take the server %s', (SMTP_URL, mail) => {
    expect(loadConfig({ SMTP_URL, MAIL_FROM: FROM }).messaging?.mail).toMatchObject({
      ...mail,
      from: { name: 'Office', address: 'noreply@example.org' },
      perMinuteMax: 60,
    });
  });

  it('take a sender without a name, and a rate', () => {
    const env = { SMTP_URL: 'smtp://m', MAIL_FROM: 'a@example.org', MAILS_PER_MINUTE: '5' };
    expect(loadConfig(env).messaging?.mail).toMatchObject({
      from: { name: '', address: 'a@example.org' },
      perMinuteMax: 5,
    });
  });

  it.each([
    [{ SMTP_URL: 'http://secret@mail', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'smtp://', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'smtp://:secret@mail', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'smtp://a:%zzsecret@mail', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'smtp://mail/?secret=1', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'mail.example.org', MAIL_FROM: FROM }, /SMTP_URL must look like/],
    [{ SMTP_URL: 'smtp://mail' }, /MAIL_FROM must be an address/],
    [{ SMTP_URL: 'smtp://mail', MAIL_FROM: 'Office' }, /MAIL_FROM must be an address/],
    [{ SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@x.org, b@x.org' }, /MAIL_FROM must be an address/],
    [{ SMTP_URL: 'smtp://mail', MAIL_FROM: 'A\r\nBcc: b <a@x.org>' }, /MAIL_FROM must be/],
    [{ MAIL_FROM: FROM }, /MAIL_FROM is set, but SMTP_URL is not/],
    [{ MAILS_PER_MINUTE: '0' }, /MAILS_PER_MINUTE must be a whole number/],
    [{ WEBHOOK_HOSTS: 'https://example.org' }, /WEBHOOK_HOSTS must be host names/],
    [{ WEBHOOK_HOSTS: '*.example.org' }, /WEBHOOK_HOSTS must be host names/],
    [{ WEBHOOK_ALLOW_LOOPBACK: 'yes' }, /WEBHOOK_ALLOW_LOOPBACK must be 0 or 1/],
    [{ PUBLIC_URL: 'example.org' }, /PUBLIC_URL must look like/],
    [{ PUBLIC_URL: 'javascript:alert(1)' }, /PUBLIC_URL must look like/],
    [{ PUBLIC_URL: 'https://a:secret@example.org' }, /PUBLIC_URL must look like/],
  ])('refuse %j and keep secrets', (env, message) => {
    const load = () => loadConfig(env);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(message);
    expect(load).not.toThrow(/secret/);
  });

  it('take the hosts of robots and the address of the program', () => {
    const env = {
      WEBHOOK_HOSTS: ' qyapi.weixin.qq.com, OAPI.dingtalk.com ,',
      PUBLIC_URL: 'https://xiaohao.example.org/',
    };
    expect(loadConfig(env).messaging).toEqual({
      webhooks: {
        hosts: ['qyapi.weixin.qq.com', 'oapi.dingtalk.com'],
        allowLoopback: false,
        timeoutMs: 5_000,
      },
      publicUrl: 'https://xiaohao.example.org',
    });
    expect(loadConfig({ WEBHOOK_ALLOW_LOOPBACK: '1' }).messaging?.webhooks).toMatchObject({
      hosts: [],
      allowLoopback: true,
    });
  });
});
