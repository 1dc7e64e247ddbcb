import { Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/database/columns.js';

/** The `state` of a sign-in through the provider that has come back once; it does not come back again. */
@Entity('used_sign_in_states')
export class UsedSignInState {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  stateHash: string;

  @InstantColumn()
  expiresAt: string;
}
