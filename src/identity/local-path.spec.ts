import { describe, expect, it } from '@jest/globals';
import { localPath } from './local-path.js';

describe('where people go after signing in', () => {
  it.each(['/', '/issues?status=CLOSED&q=%E9%9D%92', '/issues/1#x', '/a//b'])('%s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'issues',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\t//evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: x=1',
  ])('not to %j', (path) => {
    expect(localPath(path)).toBe('/');
    expect(new URL(localPath(path), 'https://here.example').host).toBe('here.example');
  });
});
