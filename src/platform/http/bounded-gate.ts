import { Problem } from './problem.js';

export interface GateBounds {
  readonly atOnce: number;
  readonly waitingMax: number;
  /** The Chinese sentence for those who are sent away. */
  readonly busy: string;
}

/**
 * A bound on work that takes much memory: so many go on at once, so many wait in their order, the rest
 * are sent away, so that a flood of requests cannot take the server down.
 */
export class BoundedGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly bounds: GateBounds) {}

  /** @throws {Problem} 503 BUSY while too many wait; whatever the work throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.takeSlot();
    try {
      return await work();
    } finally {
      this.passSlotOn();
    }
  }

  private takeSlot(): Promise<void> {
    if (this.running < this.bounds.atOnce) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.bounds.waitingMax) {
      return Promise.reject(new Problem(503, 'BUSY', this.bounds.busy));
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private passSlotOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
