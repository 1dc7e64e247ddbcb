import { SealedColumn } from '../platform/crypto/sealed-columns.js';

export const FACTOR_SECRET = new SealedColumn('second_factors', 'secret', 'user_id');
export const PROPOSED_FACTOR_SECRET = new SealedColumn(
  'second_factors',
  'pending_secret',
  'user_id',
);
