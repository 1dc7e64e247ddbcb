import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { DocumentError } from '../../src/documents/document-error.js';
import { DocumentsModule } from '../../src/documents/documents.module.js';
import { DocumentsService } from '../../src/documents/documents.service.js';
import { WorkerQueueFullError } from '../../src/platform/workers/worker-errors.js';
import { samplePdf, samples, stamp } from './support/rendering.js';
import { ledger, ledgerRows } from './support/sheet-samples.js';

describe('documents service', () => {
  let app: TestingModule;
  let documents: DocumentsService;

  beforeAll(async () => {
    const module = DocumentsModule.withOptions({ queueMax: 1 });
    app = await Test.createTestingModule({ imports: [module] }).compile();
    documents = app.get(DocumentsService);
  });

  afterAll(async () => {
    await documents.onApplicationShutdown();
    await app.close();
  });

  it('gives the bytes that the pipeline gives in this thread', async () => {
    const pdf = await documents.renderPdf('bulletin', samples.bulletin, stamp);
    expect(pdf.equals(await samplePdf('bulletin'))).toBe(true);
    expect((await documents.renderPdf('bulletin', samples.bulletin, stamp)).equals(pdf)).toBe(true);
  });

  it('makes workbooks', async () => {
    const columns = [{ header: '序号', key: 'seq', width: 6, kind: 'integer' }] as const;
    const sheets = [{ name: '台账', title: '台账', columns, rows: [{ seq: 1 }] }];
    const bytes = await documents.renderWorkbook({ title: '台账', sheets }, stamp);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('hands on the faults of a document with their code', async () => {
    const model = { ...samples.bulletin, followUp: '😀' };
    const failure = await documents.renderPdf('bulletin', model, stamp).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(DocumentError);
    expect(failure).toMatchObject({ code: 'MISSING_GLYPHS' });
  });

  it('refuses more work than its queue holds', async () => {
    const jobs = [1, 2, 3].map(() => documents.renderPdf('bulletin', samples.bulletin, stamp));
    const results = await Promise.allSettled(jobs);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((results[2] as PromiseRejectedResult).reason).toBeInstanceOf(WorkerQueueFullError);
  });

  it('renders a long ledger without holding up this thread', async () => {
    const model = ledger(ledgerRows(2_000));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await documents.renderPdf('rectification-ledger', model, stamp);
    clearInterval(timer);
    // The same work in this thread would let no timer fire at all.
    expect(ticks).toBeGreaterThan(10);
  });
});
