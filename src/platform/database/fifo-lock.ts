/** Lets one task at a time through, in the order in which they asked. */
export class FifoLock {
  private tail: Promise<unknown> = Promise.resolve();
  private pending = 0;
  /** Told of each task how long it has waited for its turn. */
  onTurn: ((waitedMs: number) => void) | undefined;

  /** Tasks that wait for their turn or have it. */
  get length(): number {
    return this.pending;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    const asked = performance.now();
    this.pending += 1;
    const result = this.tail.then(() => {
      this.onTurn?.(performance.now() - asked);
      return task();
    });
    const ended = (): void => {
      this.pending -= 1;
    };
    this.tail = result.then(ended, ended);
    return result;
  }
}
