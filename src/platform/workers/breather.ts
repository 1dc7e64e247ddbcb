import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets other requests have their turn during long work on the event loop. */
export class Breather {
  private begun = performance.now();

  /** @param workMs how long the work may go on before the others are let in */
  constructor(private readonly workMs = 8) {}

  async pause(): Promise<void> {
    if (performance.now() - this.begun < this.workMs) return;
    await nextTurn();
    this.begun = performance.now();
  }
}
