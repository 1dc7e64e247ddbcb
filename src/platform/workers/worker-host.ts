import { parentPort, type TransferListItem } from 'node:worker_threads';
import { type AnswerMessage, type JobErrorMessage, type JobMessage } from './worker-messages.js';

/** What a job gives back; buffers in `transfer` move to the main thread without being copied. */
export interface JobAnswer<Out> {
  readonly value: Out;
  readonly transfer?: readonly TransferListItem[];
}

/**
 * Called once at the top of a worker entry file: answers the jobs of the pool, one at a time. What
 * the handler throws is handed to the caller of `WorkerPool.run` as `WorkerJobError`.
 */
export function serveJobs<In, Out>(
  handle: (job: In) => JobAnswer<Out> | Promise<JobAnswer<Out>>,
): void {
  const port = parentPort;
  if (!port) throw new Error('serveJobs must be called in a worker thread');
  const answer = async ({ id, job }: JobMessage): Promise<void> => {
    try {
      const { value, transfer = [] } = await handle(job as In);
      port.postMessage({ id, ok: true, value } satisfies AnswerMessage, [...transfer]);
    } catch (error) {
      port.postMessage({ id, ok: false, error: describe(error) } satisfies AnswerMessage);
    }
  };
  port.on('message', (message: JobMessage) => void answer(message));
}

function describe(error: unknown): JobErrorMessage {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), code: undefined, stack: undefined };
  }
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    stack: error.stack,
  };
}

/** The bytes in an `ArrayBuffer` of their own, fit for transfer (small buffers share one). */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const owns = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return owns && bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer)
    : Uint8Array.from(bytes);
}
