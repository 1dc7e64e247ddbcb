import { BUSINESS_ROUTES } from './business-routes.js';
import { HOUSE_ROUTES } from './house-routes.js';
import type { Side } from './sights.js';

export interface RouteRule {
  readonly route: string;
  readonly method: string;
  readonly path: string;
  /** `public`, `signed-in`, `reader` or permissions. */
  readonly needs: readonly string[];
  readonly kind: string | undefined;
  readonly side: Side | undefined;
  /** Permissions that count for the step where the way in asks for less. */
  readonly acts: readonly string[];
}

/**
 * What each route needs, told a second time beside the decorators of the handlers: permissions (any one
 * of them lets in), the kind of record that `:id` names, and for a step the units of that record of which
 * the permission must cover one (`Side`). A route in neither table fails S1: whoever adds one says there
 * who may use it on whose record. `named` is a campaign that is a field of the request, not its address:
 * where it is none of the caller's, the answer is the one to a campaign that does not exist. `reader`:
 * not for people at all, of whom each is told that there is no such address.
 */
export const ROUTE_RULES: readonly RouteRule[] = `${HOUSE_ROUTES.trim()}\n${BUSINESS_ROUTES.trim()}`
  .split('\n')
  .map((line) => {
    const [route = '', needs = '', kind, side, acts = needs] = line.split(' | ');
    const [method = '', path = ''] = route.split(' ');
    return {
      ...{ route, method, path, needs: needs.split(' '), kind },
      ...{ side: side as Side | undefined, acts: acts.split(' ') },
    };
  });
