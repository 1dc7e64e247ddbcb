/** The pool has as many waiting jobs as it may hold; the caller should try again later. */
export class WorkerQueueFullError extends Error {
  override readonly name = 'WorkerQueueFullError';
  constructor(queueMax: number) {
    super(`the worker queue already holds ${queueMax} jobs`);
  }
}

/** The job ran longer than allowed; its worker was ended and replaced. */
export class WorkerTimeoutError extends Error {
  override readonly name = 'WorkerTimeoutError';
  constructor(timeoutMs: number) {
    super(`the job did not finish within ${timeoutMs} ms`);
  }
}

/** The worker thread ended while it ran the job (out of memory, uncaught error, exit). */
export class WorkerCrashedError extends Error {
  override readonly name = 'WorkerCrashedError';
}

/** The pool was closed before the job was accepted. */
export class WorkerPoolClosedError extends Error {
  override readonly name = 'WorkerPoolClosedError';
  constructor() {
    super('the worker pool is closed');
  }
}

/** The job itself threw: `message` and `code` are those of the error thrown in the worker. */
export class WorkerJobError extends Error {
  override readonly name = 'WorkerJobError';
  constructor(
    message: string,
    /** Class name of the error in the worker. */
    readonly errorName: string,
    readonly code: string | undefined,
    workerStack: string | undefined,
  ) {
    super(message);
    if (workerStack !== undefined) this.stack = workerStack;
  }
}
