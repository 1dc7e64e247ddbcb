/**
 * Numbers the states of a SQLite database as this process, the only one that writes to it, makes
 * them. What a cache has checked against the database at a revision is still true at that revision.
 */
export class Revisions {
  private last = 0;
  private current = 0;

  /** The state that readers see. */
  get committed(): number {
    return this.current;
  }

  /** A number for a state that nobody else has seen: inside a transaction, after a write. */
  next(): number {
    this.last += 1;
    return this.last;
  }

  commit(): void {
    this.current = this.next();
  }
}
