import { workerData } from 'node:worker_threads';
import { ownBytes, serveJobs } from '../../../src/platform/workers/worker-host.js';

/** Jobs of the pool's tests: each does what its name says. */
export type SampleJob =
  | { readonly kind: 'echo'; readonly text: string }
  | { readonly kind: 'bytes'; readonly length: number }
  | { readonly kind: 'count' | 'throw' | 'hang' | 'exit' | 'exhaust' | 'uncaught' | 'data' };

class SampleError extends Error {
  override readonly name = 'SampleError';
  readonly code = 'SAMPLE';
}

let served = 0;

serveJobs<SampleJob, unknown>(async (job) => {
  served++;
  switch (job.kind) {
    case 'echo':
      return { value: job.text };
    case 'bytes': {
      const bytes = ownBytes(Buffer.alloc(job.length, 7));
      return { value: bytes, transfer: [bytes.buffer] };
    }
    case 'count':
      return { value: served };
    case 'data':
      return { value: workerData as unknown };
    case 'throw':
      throw new SampleError('坏数据');
    case 'hang':
      for (;;) if (served < 0) return { value: 0 };
    case 'exit':
      return process.exit(3);
    case 'uncaught':
      setImmediate(() => {
        throw new Error('late failure');
      });
      return new Promise(() => undefined);
    case 'exhaust': {
      const kept: number[][] = [];
      for (;;) kept.push(new Array<number>(1e5).fill(kept.length));
    }
  }
});
