import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountRescue } from '../identity/account-rescue.service.js';
import { ROLE, type Role } from '../identity/codes.js';
import { OrganisationService } from '../identity/organisation.service.js';
import { oneTimePassword } from '../identity/password.js';
import { CreateUserBody } from '../identity/users.dto.js';
import { COMMAND_LINE } from '../operations/command-line.js';
import { withProgram } from '../operations/open-program.js';
import { SystemClock } from '../platform/calendar/clock.js';
import { loadConfig } from '../platform/config/config.js';
import { type Command, EXIT, parsed, required, UsageError } from './command.js';
import { checked, unitNamed } from './organisation.js';
import { columns, say } from './output.js';
import { readSecret } from './secret.js';

const ADD = {
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  unit: { type: 'string' },
  post: { type: 'string' },
  email: { type: 'string' },
  ask: { type: 'boolean', default: false },
  'password-stdin': { type: 'boolean', default: false },
} as const;

const PASSWORD_VARIABLE = 'XIAOHAO_USER_PASSWORD';

export const command: Command = {
  help: `xiaohao user add USERNAME --name NAME --role ROLE … [--unit UNIT] [--post TEXT] [--email ADDRESS]
                 [--ask | --password-stdin]
xiaohao user list
xiaohao user disable USERNAME       (also: enable)
xiaohao user unlock USERNAME
xiaohao user reset-password USERNAME

Opens accounts on a new installation and rescues one where nobody who may do it can sign in; every act is
in the audit log under 系统（命令行）. On SQLite stop the serving program first.

A password is never an argument. It is generated and printed once, or asked for with --ask, or read
with --password-stdin or from ${PASSWORD_VARIABLE}; it must be replaced at the first sign-in.
--role may be given more than once. UNIT is an id, a name, or names from above (安澜区民政局/社会救助科).

  ROLE  ${ROLE.codes.slice(0, 8).join(', ')},
        ${ROLE.codes.slice(8).join(', ')}`,
  run([action, ...args]) {
    const act = action === undefined ? undefined : ACTS[action];
    if (act) return act(args);
    throw new UsageError(`Say "user" and one of: ${Object.keys(ACTS).join(', ')}.`);
  },
};

const ACTS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  add,
  list,
  disable: (args) =>
    onAccount(args, async (app, username) => {
      await app.get(AccountRescue, { strict: false }).setDisabled(username, true, COMMAND_LINE);
      return `${username} is disabled and signed out.`;
    }),
  enable: (args) =>
    onAccount(args, async (app, username) => {
      await app.get(AccountRescue, { strict: false }).setDisabled(username, false, COMMAND_LINE);
      return `${username} is enabled.`;
    }),
  unlock: (args) =>
    onAccount(args, async (app, username) => {
      await app.get(AccountRescue, { strict: false }).unlock(username, COMMAND_LINE);
      return `${username} may try again.`;
    }),
  'reset-password': (args) =>
    onAccount(args, async (app, username) => {
      const organisation = app.get(OrganisationService, { strict: false });
      const password = await organisation.resetPassword(username, COMMAND_LINE);
      return `One-time password of ${username}, shown only now: ${password}`;
    }),
};

async function add(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args, ADD, ['USERNAME']);
  required(values.name, '--name');
  const roles = rolesOf(values.role ?? []);
  const given = await readSecret({
    fromStdin: values['password-stdin'],
    ask: values.ask,
    variable: PASSWORD_VARIABLE,
  });
  const password = given ?? oneTimePassword();
  return withProgram(loadConfig(), new SystemClock(), async (app) => {
    const unit = values.unit === undefined ? undefined : await unitNamed(app, values.unit);
    const { name, post, email } = values;
    const typed = { username: positionals[0], name, post, email, unitId: unit?.id };
    const body = await checked(CreateUserBody, typed);
    await app
      .get(OrganisationService, { strict: false })
      .createUser({ ...body, roles, password, mustChangePassword: true }, COMMAND_LINE);
    const labels = roles.map((role) => ROLE.labels[role]).join('、');
    say(`Added ${body.username}, ${body.name}: ${labels}${unit ? `, ${unit.name}` : ''}`);
    if (given === undefined) say(`One-time password, shown only now: ${password}`);
    return EXIT.done;
  });
}

function rolesOf(given: readonly string[]): Role[] {
  const codes = given.flatMap((text) => text.split(',')).map((text) => text.trim());
  if (codes.length === 0) throw new UsageError('--role is missing.');
  const unknown = codes.find((code) => !(ROLE.codes as readonly string[]).includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`There is no role "${unknown}". Roles: ${ROLE.codes.join(', ')}.`);
  }
  return codes as Role[];
}

async function list(args: readonly string[]): Promise<number> {
  parsed(args, {});
  return withProgram(loadConfig(), new SystemClock(), async (app) => {
    const users = await app.get(AccountRescue, { strict: false }).list();
    const now = new SystemClock().now();
    say(
      columns(
        users.map(({ username, name, roles, unitName, disabledAt, lockedUntil }) => [
          username,
          name,
          roles.map((role) => ROLE.labels[role]).join('、') || '—',
          unitName ?? '—',
          disabledAt
            ? 'disabled'
            : lockedUntil && lockedUntil > now
              ? `locked until ${lockedUntil}`
              : '',
        ]),
      ),
    );
    return EXIT.done;
  });
}

async function onAccount(
  args: readonly string[],
  act: (app: NestFastifyApplication, username: string) => Promise<string>,
): Promise<number> {
  const { positionals } = parsed(args, {}, ['USERNAME']);
  return withProgram(loadConfig(), new SystemClock(), async (app) => {
    say(await act(app, positionals[0] ?? ''));
    return EXIT.done;
  });
}
