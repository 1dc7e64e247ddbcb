import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { UnitCatalog, type UnitTree } from '../identity/unit-catalog.js';
import type { Unit } from '../identity/unit.entity.js';
import { validationPipe } from '../platform/http/validation.js';
import { OperationError } from '../operations/fault.js';

/** Checks what was typed by the rules of the API's own body. @throws {Problem} 400 naming the fields */
export async function checked<T extends object>(Body: new () => T, values: object): Promise<T> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const body: unknown = await validationPipe().transform(Object.fromEntries(given), {
    type: 'body',
    metatype: Body,
  });
  return body as T;
}

/**
 * The unit that is meant by an id, a name, or the names from above, "安澜区民政局/社会救助科".
 * @throws {OperationError} when there is none, or more than one
 */
export async function unitNamed(app: NestFastifyApplication, text: string): Promise<Unit> {
  const tree = await app.get(UnitCatalog, { strict: false }).load();
  const found = tree.units.filter(
    (unit) => unit.id === text || `/${pathOf(tree, unit)}`.endsWith(`/${text}`),
  );
  const [unit, other] = found;
  if (!unit) throw new OperationError(`There is no unit "${text}"; "xiaohao unit list" shows all.`);
  if (other) {
    const paths = found.map((one) => `\n  ${pathOf(tree, one)}`).join('');
    throw new OperationError(`"${text}" names more than one unit, write more of its path:${paths}`);
  }
  return unit;
}

export const pathOf = (tree: UnitTree, unit: Unit): string =>
  [...tree.ancestors(unit.id).reverse(), unit].map(({ name }) => name).join('/');
