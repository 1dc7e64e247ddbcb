import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PASSWORD_COST, oneTimePassword, PasswordHasher } from './password.js';
import { passwordFault } from './password-rules.js';

const cheap = () => new PasswordHasher({ memoryKiB: 8, iterations: 1 });

describe('PasswordHasher', () => {
  it('uses argon2id with 64 MiB, three passes, one lane', async () => {
    const hash = await new PasswordHasher(DEFAULT_PASSWORD_COST).hash('Xiaohao-2020');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  });

  it.each([
    ['Xiaohao-2020', true],
    ['xiaohao-2020', false],
    ['Xiaohao-2020 ', false],
    ['', false],
  ])('%s: %s', async (password, right) => {
    const hasher = cheap();
    expect(await hasher.verify(await hasher.hash('Xiaohao-2020'), password)).toBe(right);
  });

  it('takes full-width and half-width typing of one password for the same', async () => {
    const hasher = cheap();
    expect(await hasher.verify(await hasher.hash('ｘｉａｏｈａｏ－２０２０'), 'xiaohao-2020')).toBe(
      true,
    );
  });

  it('accepts nothing for an account without a password', async () => {
    const hasher = cheap();
    expect(await hasher.verify(null, '')).toBe(false);
  });

  it('gives two users of one password different hashes', async () => {
    const hasher = cheap();
    expect(await hasher.hash('Xiaohao-2020')).not.toBe(await hasher.hash('Xiaohao-2020'));
  });

  it('lets 4 work and 64 wait, answers 503 to the rest, and works on afterwards', async () => {
    const hasher = cheap();
    const results = await Promise.allSettled(
      Array.from({ length: 80 }, () => hasher.hash('Xiaohao-2020')),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(80 - 4 - 64);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 503, code: 'BUSY' });
    expect(await hasher.verify(await hasher.hash('a'), 'a')).toBe(true);
  });
});

describe('oneTimePassword', () => {
  it('satisfies the password rules, is never repeated and has no look-alike characters', () => {
    const made = Array.from({ length: 200 }, oneTimePassword);
    for (const password of made) {
      expect(password).toMatch(/^[^0O1lI]{16}$/);
      expect(passwordFault(password, 'admin')).toBeUndefined();
    }
    expect(new Set(made).size).toBe(200);
  });
});
