import { type Config, ConfigError, loadConfig } from '../platform/config/config.js';
import { databaseChecks } from './doctor-database.js';
import { folders, freePort, keyFile, room } from './doctor-machine.js';
import { installation, mail, nodeVersion, proxies, timeAndZone } from './doctor-program.js';
import { type Finding, fine, wrong } from './finding.js';

/** Looks at everything that keeps an installation from running well, and changes nothing. */
export async function examine(env: NodeJS.ProcessEnv, now = new Date()): Promise<Finding[]> {
  const config = settings(env);
  const findings = [nodeVersion(), ...installation()];
  if (!('port' in config)) return [...findings, config];
  return [
    ...findings,
    fine('settings', 'can be used'),
    ...(await folders(config)),
    keyFile(config),
    ...(await room(config)),
    ...(await databaseChecks(config, now.toISOString())),
    timeAndZone(),
    await freePort(config),
    mail(config),
    proxies(config),
  ];
}

function settings(env: NodeJS.ProcessEnv): Config | Finding {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return wrong('settings', error.faults.join('; '), 'correct these variables');
  }
}
