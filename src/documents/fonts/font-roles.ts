import fs from 'node:fs';
import { DocumentError } from '../document-error.js';
import { Face } from './face.js';

/** title 小标宋, hei 黑体, song 宋体, fang 仿宋, kai 楷体. */
export type RoleName = 'title' | 'hei' | 'song' | 'fang' | 'kai';

/**
 * Font files of one role: the first that has a character draws it. `latin` is asked first for
 * Latin letters and digits. A path may name one face of a collection: `path#PostScriptName`.
 */
export interface FontRole {
  readonly files: readonly string[];
  readonly latin?: string;
}
export type FontRoles = Readonly<Record<RoleName, FontRole>>;

const LATIN_END = 0x250;
const UNRESOLVED = 255;
const MISSING = 254;

/** A chain of faces; files that are absent on this machine are skipped, later faces load on first need. */
export class Role {
  private readonly specs: readonly string[];
  private readonly latinCount: 0 | 1;
  private readonly faces: (Face | undefined)[] = [];
  private readonly faceIndex = new Uint8Array(0x10000).fill(UNRESOLVED);
  private readonly widths = new Float32Array(0x10000);
  private readonly astral = new Map<number, number>();

  constructor(
    readonly name: RoleName,
    role: FontRole,
    private readonly open: (spec: string) => Face,
  ) {
    const present = (spec: string): boolean => fs.existsSync(spec.split('#')[0] ?? '');
    const files = role.files.filter(present);
    if (files.length === 0) {
      throw new DocumentError('FONTS', `字体“${name}”没有可用的文件：${role.files.join('，')}`);
    }
    const latin = role.latin !== undefined && present(role.latin) ? [role.latin] : [];
    this.latinCount = latin.length === 1 ? 1 : 0;
    this.specs = [...latin, ...files];
  }

  /** Whether some face of the chain has the character. */
  has(codePoint: number): boolean {
    return this.indexOf(codePoint) !== MISSING;
  }

  /** The face that draws the character; call only when `has` is true. */
  faceOf(codePoint: number): Face {
    return this.faceAt(this.indexOf(codePoint));
  }

  /** Advance in thousandths of an em; call only when `has` is true. */
  width(codePoint: number): number {
    const index = this.indexOf(codePoint);
    if (codePoint < 0x10000) return this.widths[codePoint] ?? 0;
    return this.faceAt(index).advance(codePoint);
  }

  private indexOf(codePoint: number): number {
    if (codePoint >= 0x10000) {
      let index = this.astral.get(codePoint);
      if (index === undefined) this.astral.set(codePoint, (index = this.resolve(codePoint)));
      return index;
    }
    let index = this.faceIndex[codePoint] ?? UNRESOLVED;
    if (index === UNRESOLVED) {
      index = this.resolve(codePoint);
      this.faceIndex[codePoint] = index;
      if (index !== MISSING) this.widths[codePoint] = this.faceAt(index).advance(codePoint);
    }
    return index;
  }

  private resolve(codePoint: number): number {
    const start = codePoint < LATIN_END ? 0 : this.latinCount;
    for (let i = start; i < this.specs.length; i++) {
      if (this.faceAt(i).gid(codePoint) !== 0) return i;
    }
    return MISSING;
  }

  private faceAt(index: number): Face {
    const known = this.faces[index];
    if (known) return known;
    const face = this.open(this.specs[index] ?? '');
    this.faces[index] = face;
    return face;
  }
}

/** All roles of a process; a file that serves several roles is parsed once. */
export class FontBook {
  private readonly faces = new Map<string, Face>();
  private readonly roles = new Map<RoleName, Role>();

  constructor(private readonly config: FontRoles) {}

  role(name: RoleName): Role {
    let role = this.roles.get(name);
    if (!role) {
      role = new Role(name, this.config[name], (spec) => this.face(spec));
      this.roles.set(name, role);
    }
    return role;
  }

  private face(spec: string): Face {
    let face = this.faces.get(spec);
    if (!face) this.faces.set(spec, (face = new Face(spec)));
    return face;
  }
}
