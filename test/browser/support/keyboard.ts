import type { Person } from './person.js';

/** Somebody who has lost the way, or is caught, does not go on for ever. */
const STEPS_MAX = 60;

/** Where the focus is. */
export interface Stop {
  readonly tag: string;
  /** What a screen reader says, as near as the markup tells. */
  readonly name: string;
  readonly isMarked: boolean;
  /** Whether it lies, at least in part, in the part of the window that is seen. */
  readonly isInSight: boolean;
}

/** The ring is drawn on the element, on what stands for it (a radio button), or on the frame of a field. */
const STOP = `(() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map((label) => label.textContent.trim()).join(' ');
  const group = at.closest('[role="radiogroup"]')?.ariaLabel;
  const name = [group, at.ariaLabel ?? (labels || at.textContent.trim().slice(0, 60) || at.title)];
  const rings = [at, at.nextElementSibling, at.parentElement, at.closest('.el-radio')];
  const isMarked = rings.filter(Boolean).some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
  const { top, bottom } = (at.closest('label') ?? at).getBoundingClientRect();
  const isInSight = bottom > 0 && top < innerHeight;
  return { tag: at.tagName, name: name.filter(Boolean).join('：'), isMarked, isInSight };
})()`;

/** Somebody without a mouse. Every stop on the way is kept. */
export class Keyboard {
  readonly stops: Stop[] = [];

  constructor(private readonly person: Person) {}

  here(): Promise<Stop> {
    return this.person.page.evaluate<Stop>(STOP);
  }

  press(key: string): Promise<void> {
    return this.person.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.person.page.keyboard.insertText(text);
  }

  /** Tabs on to the stop of that name. */
  async tabTo(name: string | RegExp): Promise<Stop> {
    const since = this.stops.length;
    for (let step = 0; step < STEPS_MAX; step += 1) {
      await this.press('Tab');
      const stop = await this.here();
      this.stops.push(stop);
      if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stop;
    }
    const passed = this.stops.slice(since).map((stop) => stop.name);
    throw new Error(`No ${String(name)} on the way: ${passed.join(' | ')}`);
  }
}
