import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './config.js';

describe('loadConfig', () => {
  it('has defaults that run on one machine with an embedded database', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      database: { engine: 'sqlite' },
      logLevel: 'info',
      scheduler: true,
      requestLimits: { perUser: 1_200, perAddress: 12_000 },
    });
  });

  it('takes an absolute SQLite path and a PostgreSQL address', () => {
    expect(loadConfig({ DATABASE_URL: 'sqlite:/var/lib/x.sqlite' }).database).toMatchObject({
      engine: 'sqlite',
      file: '/var/lib/x.sqlite',
    });
    expect(loadConfig({ DATABASE_URL: 'postgres://db/x' }).database).toMatchObject({
      engine: 'postgres',
      url: 'postgres://db/x',
    });
  });

  it('waits for the database within limits that can be set', () => {
    expect(loadConfig({}).database.limits).toEqual({ waitMs: 5000, answerMs: 30_000 });
    const set = loadConfig({ DATABASE_WAIT_MS: '0', DATABASE_ANSWER_MS: '2000' });
    expect(set.database.limits).toEqual({ waitMs: 0, answerMs: 2000 });
    expect(() => loadConfig({ DATABASE_WAIT_MS: '-1' })).toThrow(/DATABASE_WAIT_MS/);
  });

  it('names every faulty variable at once and never prints a secret', () => {
    const load = () =>
      loadConfig({ PORT: '70000', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://u:secret@db/x' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT[\s\S]*LOG_LEVEL|LOG_LEVEL[\s\S]*PORT/);
    expect(load).toThrow(/DATABASE_URL must start with/);
    expect(load).not.toThrow(/secret/);
  });
});
