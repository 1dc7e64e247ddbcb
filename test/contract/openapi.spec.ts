import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildOpenApi } from '../../src/app.openapi.js';
import { TestApp } from '../support/app.js';
import { sourceFiles } from './source-rules.js';

interface Schema {
  $ref?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
}

interface Operation {
  summary?: string;
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: OpenAPIObject;

  beforeAll(async () => {
    app = await TestApp.start('sqlite');
    document = JSON.parse(JSON.stringify(buildOpenApi(app.app))) as OpenAPIObject;
  });
  afterAll(() => app.stop());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Operation>).map(
        ([method, operation]): [string, Operation] => [`${method} ${path}`, operation],
      ),
    );
  const schemas = (): [string, Schema][] => Object.entries(document.components?.schemas ?? {});

  it('is the committed one; run `npm run openapi` after changing the API', () => {
    const committed: unknown = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
    expect(document).toEqual(committed);
  });

  it('gives every operation a Chinese summary, a typed answer and the problems it may answer', () => {
    for (const [name, { summary, responses }] of operations()) {
      expect({ name, summary }).toEqual({
        name,
        summary: expect.stringMatching(/[\u4e00-\u9fff]/),
      });
      const status = Object.keys(responses).find((code) => code.startsWith('2')) ?? 'none';
      const schema = Object.values(responses[status]?.content ?? {})[0]?.schema;
      // A page to which the browser is sent on has no body of its own.
      const sentOn = status === 'none' && '302' in responses;
      expect({ name, answered: status === '204' || sentOn || schema !== undefined }).toEqual({
        name,
        answered: true,
      });
      if (name.includes('/api/'))
        expect({ name, has401: '401' in responses }).toEqual({ name, has401: true });
    }
  });

  it('refers only to schemas that exist', () => {
    const known = new Set(schemas().map(([name]) => `#/components/schemas/${name}`));
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => !known.has(ref ?? ''))).toEqual([]);
  });

  it('names every enumeration of the bodies', () => {
    const unnamed = schemas().flatMap(([name, schema]) =>
      Object.entries(schema.properties ?? {})
        .filter(([, property]) => property.enum ?? property.items?.enum)
        .map(([property]) => `${name}.${property}`),
    );
    expect(unnamed).toEqual([]);
  });

  it('has one class for each name: of two, one would silently describe both', () => {
    const root = process.cwd();
    const names = sourceFiles(root, 'src')
      .filter((file) => /\.(body|dto)\.ts$/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(root, file), 'utf8').matchAll(/^export class (\w+)/gm),
      ])
      .map((match) => match[1]);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('is served, and so are the docs', async () => {
    const served = await app.anonymous().get('/api/openapi.json').expect(200);
    expect(served.body.info.title).toBe('Xiaohao 销号');
    await app.anonymous().get('/api/docs').expect(200);
  });
});
