import { type Engine, makePlace } from '../../support/engines.js';
import { createCampaign, IssueDriver } from '../../support/issues.js';
import { diskFolder, Program, type ProgramOptions, sqliteIn } from './program.js';
import { Work } from './work.js';

/** A county's campaign in a program of its own process, with people at work. */
export interface World {
  readonly program: Program;
  readonly work: Work;
  /** Removes files and database; the program must have ended. */
  remove(): Promise<void>;
}

/** An empty place on a real disk for the program's data. */
export async function makeHome(
  engine: Engine,
): Promise<Pick<ProgramOptions, 'databaseUrl' | 'dataDir'> & { remove: () => Promise<void> }> {
  const folder = diskFolder();
  if (engine === 'sqlite') {
    return {
      ...sqliteIn(folder.path),
      remove: () => {
        folder.remove();
        return Promise.resolve();
      },
    };
  }
  const place = await makePlace('postgres');
  const { database } = place.config;
  return {
    databaseUrl: database.engine === 'postgres' ? database.url : '',
    dataDir: folder.path,
    remove: async () => {
      folder.remove();
      await place.remove();
    },
  };
}

export async function makeWorld(
  engine: Engine,
  options: Partial<ProgramOptions> = {},
): Promise<World> {
  const home = await makeHome(engine);
  const program = await Program.start({ ...home, ...options });
  return { program, work: await beginWork(program), remove: home.remove };
}

/** Opens a campaign and an issue that takes evidence, and brings the people in. */
export async function beginWork(program: Program): Promise<Work> {
  const campaignId = await createCampaign(program);
  const { id } = await new IssueDriver(program, campaignId).to('RECTIFYING');
  const work = new Work(program, campaignId, id);
  await work.arrive();
  return work;
}
