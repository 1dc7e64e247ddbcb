import { generateSync } from 'otplib';
import { type Answer, type IdentityWorld, PASSWORD } from './identity.fixture.js';

export interface Enrolled {
  readonly id: string;
  readonly username: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** The session in which the codes were set up. */
  readonly token: string;
}

/** People with an authenticator, on the clock of the test. */
export class Authenticators {
  constructor(private readonly id: IdentityWorld) {}

  /** What the telephone shows, `steps` of half a minute from now. */
  code(secret: string, steps = 0): string {
    const epoch = Math.floor(Date.parse(this.id.clock.now()) / 1000) + steps * 30;
    return generateSync({ secret, epoch });
  }

  /** A code that is wrong for sure. */
  wrongCode(secret: string): string {
    const right = [-1, 0, 1].map((step) => this.code(secret, step));
    const wrong = ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code));
    return wrong ?? '';
  }

  /** So that the next code is a new one. */
  wait(): void {
    this.id.clock.advanceMs(30_000);
  }

  async enrol(person: { id: string; username: string }): Promise<Enrolled> {
    const token = await this.id.signIn(person.username);
    const proposal = await this.post(token, 'proposal', { password: PASSWORD });
    const { secret } = proposal.body as { secret: string };
    const { body } = await this.post(token, 'confirmation', { code: this.code(secret) });
    this.wait();
    return { ...person, secret, recoveryCodes: body.recoveryCodes, token };
  }

  post(token: string, step: string, body: object): Promise<Answer> {
    return this.id.call('POST', `auth/second-factor/${step}`, { token, body });
  }

  /** The first step; @returns the token for the second. */
  async ask(username: string): Promise<string> {
    const { body } = await this.id.call('POST', 'auth/login', {
      body: { username, password: PASSWORD },
    });
    return body.challenge.token;
  }

  answer(challenge: string, code: string): Promise<Answer> {
    return this.id.call('POST', 'auth/login/second-step', { body: { challenge, code } });
  }
}
