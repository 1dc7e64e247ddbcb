import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly ms: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
  /** Why there was none: `refused` before anything was sent, `cut` after that. */
  readonly failure?: 'refused' | 'cut';
}

export interface Question {
  readonly method: string;
  readonly url: string;
  readonly token?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The second half of the body is sent so much later, as over a bad line. */
  readonly slowlyMs?: number;
}

/** Asks on lines that are kept, and tells a refused line from one that broke before the whole answer came. */
export class Line {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  ask({ method, url, token, body, headers, slowlyMs }: Question): Promise<Answer> {
    const begun = performance.now();
    const json = body && JSON.stringify(body);
    return new Promise((resolve) => {
      const end = (answer: Omit<Answer, 'ms'>) =>
        resolve({ ...answer, ms: performance.now() - begun });
      const fail = (error: NodeJS.ErrnoException) =>
        end({
          status: 0,
          text: String(error),
          headers: {},
          failure: error.code === 'ECONNREFUSED' ? 'refused' : 'cut',
        });
      const sent: ClientRequest = request(
        url,
        {
          agent: this.agent,
          method,
          headers: {
            ...(token && { authorization: `Bearer ${token}` }),
            ...(json && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(json)),
            }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () =>
            end({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString(),
              headers: response.headers,
            }),
          );
        },
      );
      sent.on('error', fail);
      if (slowlyMs === undefined || json === undefined) sent.end(json);
      else {
        sent.write(json.slice(0, 10));
        setTimeout(() => sent.end(json.slice(10)), slowlyMs);
      }
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Asks one thing after another on several lines until it is told to stop. */
export class Load {
  readonly answers: Answer[] = [];
  private stopped = false;
  private readonly running: Promise<void>[];

  /** @param next the question of a line; what comes of it goes to `heard` */
  constructor(
    lines: number,
    private readonly next: (line: number) => Question,
    private readonly heard: (answer: Answer, question: Question) => void = () => undefined,
  ) {
    this.running = Array.from({ length: lines }, (_, line) => this.run(line));
  }

  /** @returns what was answered to those who asked before */
  async stop(): Promise<Answer[]> {
    this.stopped = true;
    await Promise.all(this.running);
    return this.answers;
  }

  private async run(number: number): Promise<void> {
    const line = new Line();
    while (!this.stopped) {
      const question = this.next(number);
      const answer = await line.ask(question);
      this.answers.push(answer);
      this.heard(answer, question);
      // Who finds nobody there goes away, as a proxy does.
      if (answer.failure === 'refused') break;
      if (answer.failure) await pause(10);
    }
    line.close();
  }
}

/** The value below which the share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
