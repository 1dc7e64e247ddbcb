import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';

const ASSETS = join(import.meta.dirname, '../../web/dist/assets');

describe('the files of the browser UI', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start('sqlite');
  });
  afterAll(() => app.stop());

  it.each(['/', '/issues', '/issues/0190c0de-0000-7000-8000-000000000000?tab=plan', '/login'])(
    'gives the page for the address %s of a screen, to be asked for anew each time',
    async (path) => {
      const answer = await app.anonymous().get(path).expect(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.text).toContain('<div id="app">');
    },
  );

  it('has no script and no style in the page itself, as the policy demands', async () => {
    const { text, headers } = await app.anonymous().get('/');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(text).not.toMatch(/\bon\w+=|<style|style=/);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'(;|$)/);
  });

  it('gives built files in small form, for ever', async () => {
    const name = readdirSync(ASSETS).find((file) => /^index.*\.js$/.test(file));
    const answer = await app
      .anonymous()
      .get(`/assets/${name}`)
      .set('accept-encoding', 'br')
      .expect(200);
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.headers['cache-control']).toBe('max-age=31536000, immutable');
  });

  it.each([
    '/api',
    '/api/nothing',
    '//api//issues',
    '/API/ISSUES',
    '/api%2fissues',
    '/issues;a=1',
    '/assets/nothing.js',
    '/live/nothing',
    '/package.json',
  ])('answers %s with a problem, not with the page', async (path) => {
    const answer = await app.anonymous().get(path).expect(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('gives nothing outside its folder', async () => {
    for (const path of [
      '/../package.json',
      '/..%2fpackage.json',
      '/assets/..%2f..%2fpackage.json',
    ]) {
      const answer = await app.anonymous().get(path);
      expect(answer.text).not.toContain('"dependencies"');
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });
});
