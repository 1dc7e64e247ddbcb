import { SealedColumn } from '../../../platform/crypto/sealed-columns.js';
import type { PersonField } from './person.codes.js';
import type { IssuePerson } from './person.entity.js';

const column = (name: string): SealedColumn => new SealedColumn('issue_persons', name);

/** Where each item of a person is kept. */
export const PERSON_PLACES: Readonly<
  Record<PersonField, { readonly key: keyof IssuePerson; readonly column: SealedColumn }>
> = {
  name: { key: 'sealedName', column: column('sealed_name') },
  idNumber: { key: 'sealedIdNumber', column: column('sealed_id_number') },
  phone: { key: 'sealedPhone', column: column('sealed_phone') },
  householdHead: { key: 'sealedHouseholdHead', column: column('sealed_household_head') },
  householdNo: { key: 'sealedHouseholdNo', column: column('sealed_household_no') },
  note: { key: 'sealedNote', column: column('sealed_note') },
};

export const PERSON_COLUMNS: readonly SealedColumn[] = Object.values(PERSON_PLACES).map(
  ({ column }) => column,
);
