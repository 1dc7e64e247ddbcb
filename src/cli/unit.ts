import { AREA_LEVEL, ORG_TYPE } from '../identity/codes.js';
import { OrganisationService } from '../identity/organisation.service.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { CreateUnitBody } from '../identity/units.dto.js';
import { COMMAND_LINE } from '../operations/command-line.js';
import { withProgram } from '../operations/open-program.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { type Command, EXIT, parsed, required, UsageError } from './command.js';
import { checked, pathOf, unitNamed } from './organisation.js';
import { columns, say } from './output.js';

const ADD = {
  level: { type: 'string' },
  type: { type: 'string' },
  parent: { type: 'string' },
  'short-name': { type: 'string' },
  'area-code': { type: 'string' },
  'doc-code': { type: 'string' },
} as const;

export const command: Command = {
  help: `xiaohao unit add NAME --level LEVEL --type TYPE [--parent UNIT] [--short-name TEXT]
                 [--area-code DIGITS] [--doc-code TEXT]
xiaohao unit list

Adds a unit, the bureau itself to begin with, or lists all. UNIT is an id, a name, or names from above
such as 安澜区民政局/社会救助科. On SQLite stop the serving program first.

  LEVEL  ${AREA_LEVEL.codes.join(', ')}
  TYPE   ${ORG_TYPE.codes.join(', ')}`,
  run([action, ...args]) {
    if (action === 'add') return add(args);
    if (action === 'list') return list(args);
    throw new UsageError('Say "unit add" or "unit list".');
  },
};

async function add(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, ADD, ['NAME']);
  required(values.level, '--level');
  required(values.type, '--type');
  return withProgram(loadConfig(), new SystemClock(), async (app) => {
    const parent = values.parent === undefined ? undefined : await unitNamed(app, values.parent);
    const body = await checked(CreateUnitBody, {
      name: positionals[0],
      level: values.level,
      type: values.type,
      parentId: parent?.id,
      shortName: values['short-name'],
      areaCode: values['area-code'],
      docCode: values['doc-code'],
    });
    const id = await app.get(OrganisationService, { strict: false }).createUnit(body, COMMAND_LINE);
    say(`Added ${body.name}: ${id}`);
    return EXIT.done;
  });
}

async function list(args: readonly string[]): Promise<number> {
  parsed(args, {});
  return withProgram(loadConfig(), new SystemClock(), async (app) => {
    const tree = await app.get(UnitCatalog, { strict: false }).load();
    const rows = tree.units.map((unit) => [
      unit.id,
      unit.level,
      unit.type,
      pathOf(tree, unit),
      unit.disabledAt ? 'disabled' : '',
    ]);
    say(
      rows.length === 0 ? 'There are no units; "xiaohao unit add" adds the first.' : columns(rows),
    );
    return EXIT.done;
  });
}
