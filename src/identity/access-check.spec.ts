import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Public, SignedIn } from '../platform/http/access.js';
import { AccessCheck } from './access-check.js';
import { Requires } from './access.js';
import type { Action } from './permissions.js';

@Controller('declared')
class DeclaredController {
  @Public()
  @Get('a')
  open(): void {}

  @SignedIn()
  @Get('b')
  signedIn(): void {}

  @Requires('issue.read')
  @Get('c')
  permitted(): void {}

  helper(): void {}
}

class InheritedRoutes {
  @Get('inherited')
  inherited(): void {}
}

@Controller('undeclared')
class UndeclaredController extends InheritedRoutes {
  @Get()
  forgotten(): void {}

  @Public()
  @Requires('issue.read')
  @Post()
  contradictory(): void {}

  @Requires('issue.raed' as Action)
  @Get('typo')
  misspelt(): void {}
}

@Public()
@Controller('class-level')
class ClassLevelController {
  @Get()
  onClassOnly(): void {}
}

async function boot(...controllers: Type[]): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [AccessCheck],
  }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  await app.init().finally(() => app.close());
}

describe('deny by default', () => {
  it('starts when every handler declares its access once', async () => {
    await expect(boot(DeclaredController)).resolves.toBeUndefined();
  });

  it('refuses to start and names every handler without a clear declaration', async () => {
    await expect(
      boot(DeclaredController, UndeclaredController, ClassLevelController),
    ).rejects.toMatchObject({
      name: 'UndeclaredAccessError',
      handlers: [
        'UndeclaredController.forgotten',
        'UndeclaredController.contradictory',
        'UndeclaredController.misspelt',
        'UndeclaredController.inherited',
        'ClassLevelController.onClassOnly',
      ],
    });
  });
});
