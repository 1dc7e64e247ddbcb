import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { CONFIG } from '../platform/config/config.module.js';
import type { Config } from '../platform/config/config.js';
import { AccessCheck } from './access-check.js';
import { AccountRescue } from './account-rescue.service.js';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { BootstrapService } from './bootstrap.service.js';
import { IdentityGauges } from './identity-gauges.js';
import { DelegationEnds } from './deputies/delegation-ends.js';
import { Deputies } from './deputies/deputies.js';
import { JobsController } from './jobs.controller.js';
import { OwnJobs } from './jobs.service.js';
import { LoginAttempts } from './login-attempts.js';
import { MeQueries } from './me.queries.js';
import { OidcClient } from './oidc.client.js';
import { OidcController } from './oidc.controller.js';
import { OidcService } from './oidc.service.js';
import { OrganisationService } from './organisation.service.js';
import {
  DEFAULT_PASSWORD_COST,
  PASSWORD_COST,
  type PasswordCost,
  PasswordHasher,
} from './password.js';
import { OwnPassword } from './own-password.service.js';
import { PasswordHistory } from './password-history.js';
import { PASSWORD_PROFILE, type PasswordProfile } from './password-rules.js';
import { RefusedActs } from './refused-acts.js';
import { RefusalLog } from './refusal-log.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';
import { SecondFactorStore } from './second-factor.store.js';
import { SessionGuard } from './session.guard.js';
import { SessionOpener } from './session.opener.js';
import { SessionStore } from './session.store.js';
import { SignInPolicy } from './sign-in.policy.js';
import { SignInService } from './sign-in.service.js';
import { UiPreferenceController } from './ui-preference.controller.js';
import { UiPreferences } from './ui-preference.service.js';
import { UnitCatalog } from './unit-catalog.js';
import { UnitsController } from './units.controller.js';
import { UnitMoveObstacles } from './unit-move.obstacles.js';
import { UnitQueries } from './units.queries.js';
import { UnitsService } from './units.service.js';
import { UsersController } from './users.controller.js';
import { StaffQueries } from './staff.queries.js';
import { UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [
    AuditController,
    AuthController,
    JobsController,
    OidcController,
    SecondFactorController,
    UiPreferenceController,
    UnitsController,
    UsersController,
  ],
  providers: [
    {
      provide: PASSWORD_COST,
      useFactory: (config: Config): PasswordCost => config.passwordCost ?? DEFAULT_PASSWORD_COST,
      inject: [CONFIG],
    },
    {
      provide: PASSWORD_PROFILE,
      useFactory: (config: Config): PasswordProfile => config.passwordProfile,
      inject: [CONFIG],
    },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_INTERCEPTOR, useClass: RefusedActs },
    AccessCheck,
    AccountRescue,
    AuditQueries,
    AuthService,
    BootstrapService,
    IdentityGauges,
    DelegationEnds,
    Deputies,
    LoginAttempts,
    MeQueries,
    OidcClient,
    OidcService,
    OrganisationService,
    OwnJobs,
    OwnPassword,
    PasswordHasher,
    PasswordHistory,
    RefusalLog,
    SecondFactorService,
    SecondFactorStore,
    SessionOpener,
    SessionStore,
    SignInPolicy,
    SignInService,
    UiPreferences,
    UnitCatalog,
    UnitMoveObstacles,
    UnitQueries,
    UnitsService,
    UserQueries,
    StaffQueries,
    UsersService,
  ],
  exports: [
    AuditQueries,
    DelegationEnds,
    Deputies,
    OrganisationService,
    RefusalLog,
    UnitCatalog,
    UnitMoveObstacles,
  ],
})
export class IdentityModule {}
