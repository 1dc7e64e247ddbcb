import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238 as every authenticator app speaks it: SHA-1, six digits, a new code every 30 seconds. */
export const STEP_SECONDS = 30;
const CODE_PATTERN = /^\d{6}$/;

/** How the entry is called in the app. */
const ISSUER = '专项治理对账销号系统';

/** 160 random bits in base 32. */
export const newSecret = (): string => generateSecret();

/** What the QR code says to the app. */
export const otpauthUri = (secret: string, username: string): string =>
  generateURI({ issuer: ISSUER, label: username, secret });

export const looksLikeCode = (text: string): boolean => CODE_PATTERN.test(text);

/**
 * The time step that the code belongs to: the one of now, or the one before or after it, because clocks
 * of telephones are never quite right. Undefined when it belongs to none of them, or to none later than
 * `after`: a code that somebody has watched being typed is of no use.
 */
export function stepOf(
  secret: string,
  code: string,
  now: string,
  after: number,
): number | undefined {
  if (!looksLikeCode(code)) return undefined;
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(Date.parse(now) / 1000),
    epochTolerance: STEP_SECONDS,
    ...(after > 0 ? { afterTimeStep: after } : {}),
  });
  // The library compares HOTP too, whose answer knows no step.
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
