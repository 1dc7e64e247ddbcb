import { describe, expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { databaseFault, isUnsent, NoAnswerError } from './database-faults.js';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('databaseFault', () => {
  it.each([
    ['SQLITE_FULL', 'FULL'],
    ['SQLITE_IOERR_SHMSIZE', 'FULL'],
    ['ENOSPC', 'FULL'],
    ['53100', 'FULL'],
    ['SQLITE_BUSY', 'BUSY'],
    ['SQLITE_BUSY_RECOVERY', 'BUSY'],
    ['53300', 'BUSY'],
    ['55P03', 'BUSY'],
    ['ECONNREFUSED', 'LOST'],
    ['ECONNRESET', 'LOST'],
    ['57P01', 'LOST'],
    ['57P03', 'LOST'],
    ['08006', 'LOST'],
    ['57014', undefined],
    ['23505', undefined],
    ['40001', undefined],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', undefined],
    ['ENOENT', undefined],
  ])('judges %s, bare and from a statement, as %s', (code, fault) => {
    expect(databaseFault(coded(code))).toBe(fault);
    expect(databaseFault(new QueryFailedError('SELECT 1', [], coded(code)))).toBe(fault);
  });

  it.each([
    new Error('Connection terminated unexpectedly'),
    new Error('Connection terminated due to connection timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Client has encountered a connection error and is not queryable'),
    new NoAnswerError(),
    new QueryRunnerAlreadyReleasedError(),
  ])('knows a lost server by $message', (error) => {
    expect(databaseFault(error)).toBe('LOST');
    expect(databaseFault(new QueryFailedError('SELECT 1', [], error))).toBe('LOST');
  });

  it('tells a question that was never sent from one without an answer', () => {
    const dead = new Error('Client has encountered a connection error and is not queryable');
    expect(isUnsent(new QueryFailedError('COMMIT', [], dead))).toBe(true);
    expect(isUnsent(new QueryRunnerAlreadyReleasedError())).toBe(true);
    const cut = new Error('Connection terminated unexpectedly');
    expect(isUnsent(new QueryFailedError('COMMIT', [], cut))).toBe(false);
  });

  it.each([new Error('issue not found'), 'text', null, undefined])(
    'leaves %s to others',
    (error) => {
      expect(databaseFault(error)).toBeUndefined();
    },
  );
});
