import { v7 } from 'uuid';

/** A new record id: UUID v7, so that ids of one process sort by the moment they were made. */
export const newId = (): string => v7();
