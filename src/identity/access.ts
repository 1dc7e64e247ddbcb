import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { PUBLIC_KEY, REQUIRES_KEY, SIGNED_IN_KEY } from '../platform/http/access.js';
import { type Action, ACTIONS } from './permissions.js';

/**
 * The caller must have this permission in some scope, else 403 before the handler runs. The handler's
 * query or command then limits it to the scope. With several actions any one of them lets the caller
 * in, and the command decides field by field.
 */
export const Requires = (...actions: [Action, ...Action[]]) =>
  applyDecorators(
    SetMetadata(REQUIRES_KEY, actions),
    ApiExtension('x-permission', actions.join(' | ')),
  );

/** What a session may still have to wait for, in this order. */
type Due = 'PASSWORD_CHANGE' | 'SECOND_FACTOR';

const BEFORE_KEY = 'access:before';

/** Works also for a user who must first replace a one-time password, or one that has run out. */
export const BeforePasswordChange = () => SetMetadata(BEFORE_KEY, 'PASSWORD_CHANGE');

/** Works also for a user who must first set up one-time codes. */
export const BeforeSecondFactor = () => SetMetadata(BEFORE_KEY, 'SECOND_FACTOR');

export type Access =
  | { readonly kind: 'PUBLIC' }
  | { readonly kind: 'SIGNED_IN'; readonly before?: Due }
  | { readonly kind: 'REQUIRES'; readonly actions: readonly Action[] };

/**
 * What a handler declared about who may call it; undefined when it declared nothing, more than one
 * thing, or an action that the policy does not know. Only the handler counts, not its class, so that
 * each route can be judged by itself.
 */
export function accessOf(handler: object): Access | undefined {
  const read = (key: string): unknown => Reflect.getMetadata(key, handler);
  const declared = [PUBLIC_KEY, SIGNED_IN_KEY, REQUIRES_KEY].filter((key) => read(key));
  if (declared.length !== 1) return undefined;
  if (declared[0] === PUBLIC_KEY) return { kind: 'PUBLIC' };
  if (declared[0] === SIGNED_IN_KEY) {
    const before = read(BEFORE_KEY) as Due | undefined;
    return { kind: 'SIGNED_IN', ...(before ? { before } : {}) };
  }
  const actions = read(REQUIRES_KEY) as readonly Action[];
  return actions.every((action) => ACTIONS.includes(action))
    ? { kind: 'REQUIRES', actions }
    : undefined;
}
