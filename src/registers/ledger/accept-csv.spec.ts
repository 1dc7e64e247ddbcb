import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { csvAddress } from './accept-csv.js';

const request = (method: string, url: string, accept?: string): IncomingMessage =>
  ({ method, url, headers: accept === undefined ? {} : { accept } }) as IncomingMessage;

describe('a request for text/csv', () => {
  it.each([
    ['GET', '/api/issues', 'text/csv', '/api/issues.csv'],
    ['GET', '/api/tasks?page=2', 'text/csv;q=0.9, */*', '/api/tasks.csv?page=2'],
    ['GET', '/api/responsibilities?q=%2F', 'Text/CSV', '/api/responsibilities.csv?q=%2F'],
    ['GET', '/api/ledger', 'text/csv', '/api/ledger.csv'],
    ['GET', '/api/ledger', 'application/json, text/csv', '/api/ledger'],
    ['GET', '/api/ledger', undefined, '/api/ledger'],
    ['GET', '/api/ledger/balance', 'text/csv', '/api/ledger/balance'],
    ['GET', '/api/issues/1', 'text/csv', '/api/issues/1'],
    ['GET', '/api/issues.pdf', 'text/csv', '/api/issues.pdf'],
    ['POST', '/api/issues', 'text/csv', '/api/issues'],
  ])('%s %s accepting %s is handled as %s', (method, url, accept, expected) => {
    expect(csvAddress(request(method, url, accept))).toBe(expected);
  });
});
