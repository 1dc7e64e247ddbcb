import { workerData } from 'node:worker_threads';
import { ownBytes, serveJobs } from '../platform/workers/worker-host.js';
import { type DocumentJob } from './document-jobs.js';
import { type RenderOptions } from './documents.options.js';
import { Renderer } from './renderer.js';

const renderer = new Renderer(workerData as RenderOptions);

serveJobs<DocumentJob, Uint8Array>(async (job) => {
  const value = ownBytes(await render(job));
  return { value, transfer: [value.buffer] };
});

async function render(job: DocumentJob): Promise<Uint8Array> {
  if (job.kind === 'pdf') return renderer.pdf(job.template, job.model, job.stamp);
  // Loaded when first needed: printing alone should not pay for it.
  const { renderWorkbook } = await import('./workbook/workbook.js');
  return renderWorkbook(job.workbook, job.stamp);
}
