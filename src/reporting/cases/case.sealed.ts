import { SealedColumn } from '../../platform/crypto/sealed-columns.js';

/** Real names of people in cases. */
export const CASE_NAME = new SealedColumn('case_people', 'sealed_name');
