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
    expect(loadConfig({ DATABASE_URL: 'sqlite:/var/lib/x.sqlite' }).database).toEqual({
      engine: 'sqlite',
      file: '/var/lib/x.sqlite',
    });
    expect(loadConfig({ DATABASE_URL: 'postgres://db/x' }).database).toEqual({
      engine: 'postgres',
      url: 'postgres://db/x',
    });
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
