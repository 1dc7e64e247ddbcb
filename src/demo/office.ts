import type { INestApplicationContext } from '@nestjs/common';
import type { Caller } from '../identity/caller.js';
import { OrganisationService } from '../identity/organisation.service.js';
import { Clock } from '../platform/calendar/clock.js';
import type { DemoUnits } from './world.js';

type Service<T> = abstract new (...args: never[]) => T;

/** The demo's people at their desks: services called as the users who would use them. */
export class Office {
  private readonly callers = new Map<string, Promise<Caller>>();

  constructor(
    private readonly app: INestApplicationContext,
    readonly units: DemoUnits,
    readonly campaignId: string,
  ) {}

  service<T>(type: Service<T>): T {
    return this.app.get(type, { strict: false });
  }

  caller(username: string): Promise<Caller> {
    let caller = this.callers.get(username);
    if (!caller) {
      caller = this.service(OrganisationService).callerOf(username);
      this.callers.set(username, caller);
    }
    return caller;
  }

  /** The business date on the demo's clock. */
  today(): string {
    return this.service(Clock).today();
  }

  unit(key: string): string {
    const id = this.units[key];
    if (!id) throw new Error(`The demo has no unit ${key}`);
    return id;
  }

  /** Who handles the issues of a unit: its clerk, and the leader who signs. */
  handlersOf(unit: string): { clerk: string; leader: string } {
    return unit === 'rescue'
      ? { clerk: 'div.clerk', leader: 'div.chief' }
      : { clerk: `${unit}.clerk`, leader: `${unit}.leader` };
  }
}
