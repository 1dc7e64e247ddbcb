import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessOf } from './access.js';

/** Raised at start: some handlers do not say who may call them. */
export class UndeclaredAccessError extends Error {
  constructor(readonly handlers: readonly string[]) {
    super(
      'Every handler declares exactly one of @Requires(action), @SignedIn() or @Public(). ' +
        `Missing or contradictory on:\n${handlers.map((name) => `  - ${name}`).join('\n')}`,
    );
    this.name = 'UndeclaredAccessError';
  }
}

/** Deny by default: the program does not start while a route leaves open who may call it. */
@Injectable()
export class AccessCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws {UndeclaredAccessError} naming every such handler. */
  onApplicationBootstrap(): void {
    const undeclared = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => isUndeclaredRoute(prototype[name]))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (undeclared.length > 0) throw new UndeclaredAccessError(undeclared);
  }
}

function isUndeclaredRoute(handler: object | undefined): boolean {
  if (!handler) return false;
  return Reflect.hasMetadata(PATH_METADATA, handler) && accessOf(handler) === undefined;
}
