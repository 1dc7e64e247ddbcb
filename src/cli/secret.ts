import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './command.js';

/** Where a password comes from. Never an argument: those can be read by everybody on the machine. */
export interface SecretSource {
  readonly fromStdin: boolean;
  readonly ask: boolean;
  /** Name of an environment variable that may hold it. */
  readonly variable: string;
}

/** The password, or undefined when none is given and one is to be generated. */
export async function readSecret({
  fromStdin,
  ask,
  variable,
}: SecretSource): Promise<string | undefined> {
  if (fromStdin) return firstLine();
  const given = process.env[variable];
  if (given) return given;
  if (!ask) return undefined;
  if (!process.stdin.isTTY) throw new UsageError('--ask needs a terminal; use --password-stdin.');
  const first = await askHidden('Password: ');
  if (first !== (await askHidden('Again: '))) throw new UsageError('The two do not agree.');
  return first;
}

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new UsageError('No password came on standard input.');
  return line;
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  // Swallows what the terminal would echo.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
