import { JobHandlers } from '../../src/platform/jobs/job-handlers.js';
import { Jobs } from '../../src/platform/jobs/jobs.service.js';
import type { TestApp } from '../support/app.js';

/** Jobs that a server carries out side by side. */
const AT_ONCE = 2;

/** Keeps a server busy, so that what is asked for meanwhile begins when the test lets it, all at once. */
export class BusyServer {
  private arrived = 0;
  private begun: () => void = () => undefined;
  private gate: Promise<void> = Promise.resolve();
  private open: () => void = () => undefined;

  constructor(private readonly app: TestApp) {
    app.app.get(JobHandlers).add('busy', {
      run: async () => {
        this.arrived += 1;
        if (this.arrived === AT_ONCE) this.begun();
        await this.gate;
        return { message: '完成。' };
      },
    });
  }

  /** Resolves when the server can begin nothing more. */
  async hold(): Promise<void> {
    this.arrived = 0;
    this.gate = new Promise((resolve) => (this.open = resolve));
    const begun = new Promise<void>((resolve) => (this.begun = resolve));
    const jobs = this.app.app.get(Jobs);
    for (let busy = 0; busy < AT_ONCE; busy += 1) {
      const job = { kind: 'busy', title: '占用', ownerId: 'nobody', ownerScope: '', input: {} };
      await this.app.uow.run((tx) => jobs.enqueue(tx, job));
    }
    await begun;
  }

  /** Lets it go on; resolves when everything asked for is done. */
  release(): Promise<void> {
    this.open();
    return this.app.app.get(Jobs).idle();
  }
}
