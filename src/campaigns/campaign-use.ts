import { Injectable } from '@nestjs/common';
import type { Caller } from '../identity/caller.js';

/** Ids of the campaigns in which the caller's units have issues on the books. */
export type CampaignsInUse = (caller: Caller) => Promise<ReadonlySet<string>>;

/**
 * Tells a campaign that is at work from one that was only set up: screens begin with the former. Issues are
 * the business of the rooms above, so that the room of issues says how to look for them, at start.
 */
@Injectable()
export class CampaignUse {
  private look: CampaignsInUse = () => Promise.resolve(new Set());

  lookWith(look: CampaignsInUse): void {
    this.look = look;
  }

  of(caller: Caller): Promise<ReadonlySet<string>> {
    return this.look(caller);
  }
}
