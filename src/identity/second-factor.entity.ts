import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import {
  CodeColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  TextColumn,
} from '../platform/database/columns.js';
import type { SessionVia, SignInMethod } from './session.entity.js';
import { User } from './user.entity.js';

/** The authenticator of a user. The row is taken away when it is switched off: the audit log keeps that. */
@Entity('second_factors')
export class SecondFactor {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  @ForeignKey(() => User)
  userId: string;

  /** Sealed by `FieldCipher`, bound to the user; null until the first code has proved it. */
  @TextColumn({ nullable: true })
  secret: string | null;

  /** Shown to the user and not yet proved; takes the place of `secret` when it is. Sealed too. */
  @TextColumn({ nullable: true })
  pendingSecret: string | null;

  @InstantColumn({ nullable: true })
  pendingSince: string | null;

  @InstantColumn({ nullable: true })
  enrolledAt: string | null;

  /** The last time step whose code was taken: neither it nor an earlier one is taken again. */
  @IntegerColumn({ default: 0 })
  lastStep: number;
}

/** A code on paper for the day when the telephone is lost; good once. */
@Entity('recovery_codes')
export class RecoveryCode {
  /** SHA-256 of user and code in hex; the code itself is shown once and never stored. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  codeHash: string;

  @RefColumn(() => User, { index: true })
  userId: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  usedAt: string | null;
}

/** The way from a right password to the one-time code: short, for one purpose, and gone after use. */
@Entity('sign_in_challenges')
export class SignInChallenge {
  /** SHA-256 of the token in hex. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tokenHash: string;

  @RefColumn(() => User, { index: true })
  userId: string;

  @CodeColumn()
  via: SessionVia;

  @CodeColumn()
  method: SignInMethod;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  expiresAt: string;

  @IntegerColumn({ default: 0 })
  attempts: number;
}
