import { Entity, PrimaryColumn } from 'typeorm';
import { CodeColumn, FlagColumn, InstantColumn, RefColumn } from '../platform/database/columns.js';
import { User } from './user.entity.js';

/** How the token travels: `Authorization` header of programs, or HttpOnly cookie of the browser. */
export type SessionVia = 'BEARER' | 'COOKIE';

/** What the user showed first: the password of this program, or the word of the bureau's provider. */
export type SignInMethod = 'PASSWORD' | 'OIDC';

/** What was shown beside the password; `IDP`: the bureau's provider vouches for it. */
export type SecondFactorKind = 'TOTP' | 'RECOVERY_CODE' | 'IDP';

/** A live session. Its row goes away when it ends; the audit log keeps signing in and out. */
@Entity('sessions')
export class Session {
  /** SHA-256 of the token in hex; the token itself is never stored. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tokenHash: string;

  @RefColumn(() => User, { index: true })
  userId: string;

  @CodeColumn()
  via: SessionVia;

  @InstantColumn()
  createdAt: string;

  /** Written at most once a minute. */
  @InstantColumn()
  lastSeenAt: string;

  /** Absolute end, however busy the session is. */
  @InstantColumn()
  expiresAt: string;

  /** Null in sessions older than the column, all of them opened by password. */
  @CodeColumn({ nullable: true })
  method: SignInMethod | null;

  /** Null without one, and in sessions older than the column. */
  @CodeColumn({ nullable: true })
  secondFactor: SecondFactorKind | null;

  /** Nothing but a new password comes next: the one used was a first one, or had run out. */
  @FlagColumn({ default: 0 })
  passwordDue: boolean;

  /** Nothing but setting up one-time codes comes next. */
  @FlagColumn({ default: 0 })
  secondFactorDue: boolean;
}
