import { Inject, Injectable } from '@nestjs/common';
import type { SecondFactorMode } from '../platform/config/sign-in-settings.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import type { Role } from './codes.js';
import { PASSWORD_PROFILE, passwordExpired, type PasswordProfile } from './password-rules.js';
import { needsSecondFactor } from './second-factor.rules.js';

/** What the rules of signing in look at. */
export interface SignInPerson {
  readonly roles: readonly Role[];
  readonly mustChangePassword: boolean;
  readonly passwordChangedAt: string | null;
  /** When one-time codes were set up; null without. */
  readonly enrolledAt: string | null;
}

/** What the settings of this installation ask of a person who signs in. */
@Injectable()
export class SignInPolicy {
  readonly secondFactor: SecondFactorMode;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(PASSWORD_PROFILE) private readonly profile: PasswordProfile,
  ) {
    this.secondFactor = config.signIn?.secondFactor ?? 'optional';
  }

  /** The right password is not enough: a one-time code comes next. */
  asksForCode(person: SignInPerson): boolean {
    return this.secondFactor !== 'off' && person.enrolledAt !== null;
  }

  isRequired({ roles }: Pick<SignInPerson, 'roles'>): boolean {
    return this.secondFactor === 'required' && needsSecondFactor(roles);
  }

  /** One-time codes have to be set up before anything else. */
  secondFactorDue(person: Pick<SignInPerson, 'roles' | 'enrolledAt'>): boolean {
    return this.isRequired(person) && person.enrolledAt === null;
  }

  /** The password has to be replaced before anything else. */
  passwordDue(person: SignInPerson, now: string): boolean {
    return (
      person.mustChangePassword || passwordExpired(person.passwordChangedAt, now, this.profile)
    );
  }
}
