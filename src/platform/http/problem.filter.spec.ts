import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { loggable } from './problem.filter.js';

describe('loggable', () => {
  it('keeps the values of a failed statement out of the log', () => {
    const driverError = Object.assign(new Error('Failing row contains (13800005678)'), {
      code: '23505',
      constraint: 'uq_users_username',
    });
    const error = new QueryFailedError('INSERT INTO users', ['13800005678', '张三'], driverError);
    const line = JSON.stringify(loggable(error));
    expect(line).not.toMatch(/13800005678|张三/);
    expect(loggable(error)).toMatchObject({ code: '23505', constraint: 'uq_users_username' });
  });

  it('keeps message and place of other errors', () => {
    expect(loggable(new TypeError('x is not a function'))).toMatchObject({
      error: 'TypeError',
      message: 'x is not a function',
    });
    expect(loggable('thrown text')).toEqual({ error: 'string' });
  });
});
