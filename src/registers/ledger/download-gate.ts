import { Problem } from '../../platform/http/problem.js';

const AT_ONCE = 2;
const WAITING_MAX = 20;

/**
 * A bound on the downloads that are made at once: each holds up to 20,000 joined lines in memory. Two
 * are made, twenty wait in their order, the rest are sent away.
 */
export class DownloadGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

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
    if (this.running < AT_ONCE) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= WAITING_MAX) {
      return Promise.reject(new Problem(503, 'BUSY', '正在生成的文件太多，请稍后再下载。'));
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private passSlotOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
