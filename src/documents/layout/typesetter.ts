import { type FontBook, type Role, type RoleName } from '../fonts/font-roles.js';
import { codePointNames } from '../document-error.js';

/** 〓, the mark that Chinese typesetting puts in the place of a character the fonts lack. */
const MISSING_MARK = 0x3013;

/** Code points with the role that draws each; `roles` is one role, or one per code point. */
export interface StyledText {
  readonly cps: readonly number[];
  readonly roles: Role | readonly Role[];
}

/** A piece of text in one role. */
export interface StyledRun {
  readonly text: string;
  readonly role: RoleName;
}

export function roleAt(text: StyledText, index: number): Role {
  const { roles } = text;
  return Array.isArray(roles) ? (roles as readonly Role[])[index]! : (roles as Role);
}

/**
 * Turns strings into drawable text for one document. Characters that no face of the role has
 * become 〓 and are collected in `missing`, so that they can never vanish in silence.
 */
export class Typesetter {
  readonly missing = new Set<number>();

  constructor(private readonly book: FontBook) {}

  role(name: RoleName): Role {
    return this.book.role(name);
  }

  text(text: string, roleName: RoleName): StyledText {
    const role = this.role(roleName);
    return { cps: this.codePoints(text, role), roles: role };
  }

  runs(runs: readonly StyledRun[]): StyledText {
    const [first] = runs;
    if (first && runs.every((run) => run.role === first.role)) {
      return this.text(runs.map((run) => run.text).join(''), first.role);
    }
    const parts = runs.map(({ text, role }) => this.text(text, role));
    return {
      cps: parts.flatMap((part) => part.cps),
      roles: parts.flatMap(({ cps, roles }) => cps.map(() => roles as Role)),
    };
  }

  /** The missing characters by their Unicode names, '' when there are none. */
  missingNames(): string {
    return codePointNames(this.missing);
  }

  private codePoints(text: string, role: Role): number[] {
    // Allocated at its final length: growing arrays would waste a third of a long ledger's memory.
    const cps = new Array<number>(text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      let cp = text.charCodeAt(i);
      if (cp >= 0xd800 && cp < 0xdc00) {
        cp = text.codePointAt(i) ?? cp;
        if (cp > 0xffff) i++;
      }
      if (cp > 0x20 && cp !== 0x3000 && cp !== 0x200b && !role.has(cp)) {
        this.missing.add(cp);
        cp = MISSING_MARK;
      }
      cps[count++] = cp;
    }
    if (count < cps.length) cps.length = count;
    return cps;
  }
}
