import type { FieldFault } from '../../platform/http/problem.js';

export interface Entry<T> {
  readonly item: T;
  readonly path: string;
  readonly index: number;
}

/**
 * Collects faults of a definition, each with its path, a stable code and a Chinese sentence. Rules
 * between fields look only at parts whose own fields are right, so that one wrong field neither hides
 * the faults elsewhere nor causes false ones.
 */
export class Faults {
  readonly list: FieldFault[];

  /** @param shape faults of single fields that are already known. */
  constructor(private readonly shape: readonly FieldFault[] = []) {
    this.list = [...shape];
  }

  add(path: string, code: string, message: string): void {
    this.list.push({ path, code, message });
  }

  /** True when no field at or below the path is faulty by itself. */
  isIntact(path: string): boolean {
    return !this.shape.some(
      (fault) =>
        fault.path === path ||
        fault.path.startsWith(`${path}.`) ||
        fault.path.startsWith(`${path}[`),
    );
  }

  /** The items of a list whose fields are all right, with their place in the list. */
  intact<T>(path: string, items: readonly T[]): Entry<T>[] {
    if (!Array.isArray(items)) return [];
    return items
      .map((item: T, index) => ({ item, index, path: `${path}[${index}]` }))
      .filter((entry) => this.isIntact(entry.path));
  }

  /** Reports every value that occurred before, at its own path. */
  duplicates(entries: readonly { path: string; value: string }[], label: string): void {
    const seen = new Set<string>();
    for (const { path, value } of entries) {
      if (seen.has(value)) this.add(path, 'DUPLICATE', `${label}“${value}”重复`);
      seen.add(value);
    }
  }
}
