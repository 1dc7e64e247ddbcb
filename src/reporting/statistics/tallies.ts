import type { TallyMeasure } from '../../registers/issues/issue.tallies.js';

/** Sums of what issues contribute, by measure and slot (see `issue.tallies.ts`). */
export class Tallies {
  private readonly sums = new Map<TallyMeasure, Map<string, number>>();

  readonly add = (measure: TallyMeasure, slot: string, amount: number): void => {
    let slots = this.sums.get(measure);
    if (!slots) this.sums.set(measure, (slots = new Map<string, number>()));
    slots.set(slot, (slots.get(slot) ?? 0) + amount);
  };

  at(measure: TallyMeasure, slot: string): number {
    return this.sums.get(measure)?.get(slot) ?? 0;
  }

  /** Sum over the slots that the condition accepts, all when there is none. */
  sum(measure: TallyMeasure, accepts: (slot: string) => boolean = () => true): number {
    let sum = 0;
    for (const [slot, amount] of this.sums.get(measure) ?? []) if (accepts(slot)) sum += amount;
    return sum;
  }

  slots(measure: TallyMeasure): readonly (readonly [slot: string, amount: number])[] {
    return [...(this.sums.get(measure) ?? [])];
  }

  addAll(other: Tallies): void {
    for (const [measure, slots] of other.sums) {
      for (const [slot, amount] of slots) this.add(measure, slot, amount);
    }
  }
}
