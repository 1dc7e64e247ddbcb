import { describe, expect, it } from '@jest/globals';
import { addressFault, mayConnectTo } from './webhook-address.rules.js';

const strict = { hosts: ['qyapi.weixin.qq.com', 'oapi.dingtalk.com'], allowLoopback: false };
const testing = { ...strict, allowLoopback: true };

describe('addresses of group robots', () => {
  it.each([
    ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a', undefined],
    ['https://OAPI.dingtalk.com/robot/send?access_token=a', undefined],
    ['http://qyapi.weixin.qq.com/', 'NOT_HTTPS'],
    ['ftp://qyapi.weixin.qq.com/', 'NOT_HTTPS'],
    ['https://weixin.qq.com/', 'HOST_NOT_ALLOWED'],
    ['https://a.qyapi.weixin.qq.com/', 'HOST_NOT_ALLOWED'],
    ['https://qyapi.weixin.qq.com.example.org/', 'HOST_NOT_ALLOWED'],
    ['https://qyapi.weixin.qq.com./', 'HOST_NOT_ALLOWED'],
    ['https://example.org/#@qyapi.weixin.qq.com', 'HOST_NOT_ALLOWED'],
    ['https://qyapi.weixin.qq.com@example.org/', 'LOGIN_IN_URL'],
    ['https://user:pass@qyapi.weixin.qq.com/', 'LOGIN_IN_URL'],
    ['https://127.0.0.1/', 'HOST_NOT_ALLOWED'],
    ['https://0x7f000001/', 'HOST_NOT_ALLOWED'],
    ['https://localhost/', 'HOST_NOT_ALLOWED'],
    ['http://127.0.0.1:8080/', 'NOT_HTTPS'],
    ['qyapi.weixin.qq.com', 'NOT_A_URL'],
    ['', 'NOT_A_URL'],
  ])('%s: %s', (url, fault) => {
    expect(addressFault(url, strict)).toBe(fault);
  });

  it.each([
    ['http://127.0.0.1:8080/', undefined],
    ['http://localhost:8080/', undefined],
    ['http://[::1]:8080/', undefined],
    ['file://localhost/etc/passwd', 'NOT_HTTPS'],
    ['http://10.0.0.1/', 'NOT_HTTPS'],
    ['https://10.0.0.1/', 'HOST_NOT_ALLOWED'],
  ])('where this machine is allowed, %s: %s', (url, fault) => {
    expect(addressFault(url, testing)).toBe(fault);
  });
});

describe('addresses that a name may lead to', () => {
  it.each([
    ['183.47.100.1', true],
    ['2408:8756::1', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:183.47.100.1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::1', false],
    ['2001:0:a00:1::', false],
    ['2001:db8::1', false],
    ['fc00::1', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['not an address', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(mayConnectTo(address, false)).toBe(isPublic);
  });

  it('lets tests reach this machine, but nothing else of the house', () => {
    expect(['127.0.0.1', '127.8.9.1', '::1'].map((to) => mayConnectTo(to, true))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1'].map((to) => mayConnectTo(to, true))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
