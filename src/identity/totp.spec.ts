import { describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { looksLikeCode, newSecret, otpauthUri, stepOf } from './totp.js';

/** The secret of RFC 6238, appendix B: `12345678901234567890`. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('one-time codes', () => {
  // The last six of the eight digits that the RFC prints.
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_111_111_111, '050471', 37_037_037],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
  ])('at %i s is %s (RFC 6238)', (seconds, code, step) => {
    expect(stepOf(RFC_SECRET, code, at(seconds), 0)).toBe(step);
  });

  it.each([
    [-60, undefined],
    [-30, 52_856_665],
    [0, 52_856_666],
    [30, 52_856_667],
    [60, undefined],
  ])('is taken from a telephone whose clock is %i s off: %p', (drift, step) => {
    const now = 52_856_666 * 30 + 7;
    const code = generateSync({ secret: RFC_SECRET, epoch: now + drift });
    expect(stepOf(RFC_SECRET, code, at(now), 0)).toBe(step);
  });

  it('is taken once: neither the same step nor an earlier one comes again', () => {
    const now = 52_856_666 * 30;
    const code = generateSync({ secret: RFC_SECRET, epoch: now });
    const earlier = generateSync({ secret: RFC_SECRET, epoch: now - 30 });
    expect(stepOf(RFC_SECRET, code, at(now), 52_856_665)).toBe(52_856_666);
    expect(stepOf(RFC_SECRET, code, at(now), 52_856_666)).toBeUndefined();
    expect(stepOf(RFC_SECRET, earlier, at(now), 52_856_666)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '12345\n'])('is not %j', (text) => {
    expect(looksLikeCode(text)).toBe(false);
    expect(stepOf(RFC_SECRET, text, at(59), 0)).toBeUndefined();
  });

  it('has a secret of 160 bits, new each time, that the app can read', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).not.toBe(secret);
    const uri = new URL(otpauthUri(secret, 'div.clerk'));
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(uri.pathname)).toBe('/专项治理对账销号系统:div.clerk');
  });
});
