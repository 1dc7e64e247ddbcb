import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RobotCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  readonly body: any;
}

export interface RobotAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Never answers. */
  readonly silent?: boolean;
}

const TAKEN: RobotAnswer = { body: '{"errcode":0,"errmsg":"ok"}' };

/** A real HTTP server on this machine in the place of 企业微信, 钉钉 or a program of the bureau. */
export class Robot {
  readonly calls: RobotCall[] = [];
  answer: RobotAnswer = TAKEN;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<Robot> {
    const server = createServer((request, response) => {
      void text(request).then((raw) => {
        const { url = '', headers } = request;
        robot.calls.push({ path: url, headers, raw, body: JSON.parse(raw) as unknown });
        const { status = 200, headers: more = {}, body = '', silent = false } = robot.answer;
        if (!silent) response.writeHead(status, more).end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const robot = new Robot(server, (server.address() as AddressInfo).port);
    return robot;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.answer = TAKEN;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
