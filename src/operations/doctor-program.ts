import { readFileSync } from 'node:fs';
import { findProgramPath, programPath } from '../platform/files/program-path.js';
import type { Config } from '../platform/config/config.js';
import { type Finding, fine, hint, wrong } from './finding.js';

/** Compares the running Node with `engines` of package.json. */
export function nodeVersion(running = process.versions.node): Finding {
  const { engines } = JSON.parse(readFileSync(programPath('package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const wanted = engines.node.replace(/^>=/, '');
  const what = 'Node.js';
  if (compare(running, wanted) >= 0) return fine(what, running);
  return wrong(what, running, `install version ${wanted} or newer`);
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Fonts and templates, without which documents fail only when somebody wants one; and the built UI. */
export function installation(): Finding[] {
  const again = 'install the program again: its folder is not whole';
  const parts: readonly [what: string, parts: readonly string[], advice: string][] = [
    ['templates', ['templates', 'documents'], again],
    ['fonts of official documents', ['templates', 'fonts', 'fandol'], again],
    ['other fonts', ['node_modules', '@expo-google-fonts', 'noto-sans-sc'], 'run npm ci again'],
  ];
  const findings = parts.map(([what, path, advice]) =>
    findProgramPath(...path) === undefined ? wrong(what, 'missing', advice) : fine(what, 'there'),
  );
  const screens = findProgramPath('web', 'dist', 'index.html') !== undefined;
  const advice = 'run npm run build:web; the API works without it';
  return [
    ...findings,
    screens ? fine('browser UI', 'there') : hint('browser UI', 'missing', advice),
  ];
}

const EARLIEST = Date.parse('2026-01-01T00:00:00Z');

/** Due days are counted in Shanghai whatever the zone of the machine; a wrong clock spoils all. */
export function timeAndZone(now = new Date()): Finding {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(now);
  const state = `${local} in Asia/Shanghai, zone of the machine ${zone}`;
  if (now.getTime() >= EARLIEST) return fine('clock', state);
  return wrong('clock', state, 'set the clock, best by NTP: deadlines are counted from it');
}

export function mail({ messaging }: Config): Finding {
  const what = 'mail';
  if (!messaging?.mail) return hint(what, 'off', 'set SMTP_URL and MAIL_FROM to send mails');
  const { host, port, secure } = messaging.mail;
  const state = `${host}:${port}, ${secure ? 'TLS' : 'STARTTLS'}`;
  if (messaging.publicUrl) return fine(what, state);
  return hint(what, state, 'set PUBLIC_URL, so that mails have links');
}

export function proxies({ host, trustProxy }: Config): Finding {
  const what = 'reverse proxy';
  if (trustProxy.length > 0) return fine(what, `trusted: ${trustProxy.join(', ')}`);
  const outside = !['127.0.0.1', '::1', 'localhost'].includes(host);
  const advice = 'set TRUST_PROXY to the address of the proxy that ends TLS';
  return outside
    ? wrong(what, `none, and HOST is ${host}: passwords would travel without TLS`, advice)
    : hint(what, 'none', `${advice}; without it all people have one address`);
}
