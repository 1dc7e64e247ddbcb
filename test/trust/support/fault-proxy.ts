import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  /** Set when what the server says next is to be lost, and the line with it. */
  losing: boolean;
  /** Whether {@link Trap.after} was said on it. */
  primed: boolean;
}

interface Trap {
  readonly text: string;
  /** Only on a line on which this was said before. */
  readonly after: string;
  readonly before: boolean;
}

/** A line between program and PostgreSQL that fails as lines do. */
export class FaultProxy {
  private readonly lines = new Set<Line>();
  private refusing = false;
  private frozen = false;
  private delayMs = 0;
  private trap: Trap | undefined;
  /** How often a trap has gone off. */
  sprung = 0;

  private constructor(
    private readonly door: Server,
    private readonly target: number,
  ) {}

  static async to(target: number): Promise<FaultProxy> {
    const door = createServer();
    const proxy = new FaultProxy(door, target);
    door.on('connection', (client) => proxy.accept(client));
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.door.address() as AddressInfo).port;
  }

  /** Every line breaks now; new ones hold. */
  cut(): void {
    for (const line of this.lines) this.drop(line);
  }

  /** Nobody gets through any more. */
  refuse(refusing: boolean): void {
    this.refusing = refusing;
    if (refusing) this.cut();
  }

  /** Lines stay open at both ends, but nothing gets through, as behind a dead switch. */
  freeze(): void {
    this.frozen = true;
  }

  /** The lines that were frozen are gone for good; new ones hold. */
  thaw(): void {
    this.frozen = false;
    this.cut();
  }

  /** Everything that is said takes this much longer. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** The next statement with the text never reaches the server: the line breaks. */
  cutBefore(text: string): void {
    this.trap = { text, after: '', before: true };
  }

  /**
   * The next statement with the text is carried out, but the line breaks before the answer.
   * @param after said on the same line before, from now on
   */
  loseAnswerTo(text: string, after: string): void {
    for (const line of this.lines) line.primed = false;
    this.trap = { text, after, before: false };
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.door.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.refusing) {
      client.destroy();
      return;
    }
    const line: Line = {
      client,
      server: connect(this.target, '127.0.0.1'),
      losing: false,
      primed: false,
    };
    this.lines.add(line);
    for (const socket of [line.client, line.server]) {
      socket.on('error', () => this.drop(line));
      socket.on('close', () => this.drop(line));
    }
    client.on('data', (chunk) => this.ask(line, chunk));
    line.server.on('data', (chunk) => {
      if (line.losing) this.drop(line);
      else this.pass(line.client, chunk);
    });
  }

  private ask(line: Line, chunk: Buffer): void {
    const { trap } = this;
    if (trap && chunk.includes(trap.after)) line.primed = true;
    if (trap && line.primed && chunk.includes(trap.text)) {
      const { before } = trap;
      this.trap = undefined;
      this.sprung += 1;
      if (before) {
        this.drop(line);
        return;
      }
      line.losing = true;
    }
    this.pass(line.server, chunk);
  }

  private pass(to: Socket, chunk: Buffer): void {
    if (this.frozen) return;
    if (this.delayMs === 0) to.write(chunk);
    else setTimeout(() => to.writable && to.write(chunk), this.delayMs);
  }

  private drop(line: Line): void {
    this.lines.delete(line);
    line.client.destroy();
    line.server.destroy();
  }
}
