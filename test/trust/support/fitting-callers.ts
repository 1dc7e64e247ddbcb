import type { Policy } from './policy.js';
import type { RouteRule } from './route-rules.js';

/** People of the demo who between them hold every permission. */
const PEOPLE: readonly (readonly [username: string, role: string])[] = [
  ['div.chief', 'DIVISION_CHIEF'],
  ['div.clerk', 'DIVISION_CLERK'],
  ['qinghe.leader', 'TOWN_LEADER'],
  ['qinghe.clerk', 'TOWN_CLERK'],
  ['deputy', 'DEPUTY_DIRECTOR'],
  ['director', 'DIRECTOR'],
  ['inspector', 'INSPECTOR'],
  ['admin', 'SYS_ADMIN'],
  ['security', 'SECURITY_ADMIN'],
  ['auditor', 'AUDITOR'],
];

/** Somebody whom the guard lets through to the handler of a route. */
export function fittingCaller(policy: Policy, { route, needs }: RouteRule): string {
  if (['signed-in', 'public', 'reader'].includes(needs[0] ?? '')) return 'div.chief';
  const person = PEOPLE.find(([, role]) =>
    needs.some((need) => policy.has({ role, at: undefined }, need)),
  );
  if (!person) throw new Error(`Nobody of the demo may ask for ${route}`);
  return person[0];
}
