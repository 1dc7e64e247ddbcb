import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** More than any request has that does not carry a large file. */
const CUT_AFTER_BYTES = 300_000;

/**
 * The line between browser and program, which breaks when the test says so. Chromium sends by itself
 * what a used connection has lost, so the line stays bad until it is mended.
 */
export class BadLine {
  private fault: 'none' | 'inTheMiddle' | 'beforeTheAnswer' = 'none';

  /** @param server before anybody has connected to it. */
  constructor(server: Server) {
    server.on('connection', (socket) => this.watch(socket));
    server.prependListener('request', (request, response) => this.listen(request, response));
  }

  /** Large files do not arrive. */
  cutInTheMiddle(): void {
    this.fault = 'inTheMiddle';
  }

  /** What is sent arrives and is carried out; the answer is lost. */
  cutBeforeTheAnswer(): void {
    this.fault = 'beforeTheAnswer';
  }

  mend(): void {
    this.fault = 'none';
  }

  private watch(socket: Socket): void {
    let received = 0;
    socket.on('data', (chunk) => {
      received = this.fault === 'inTheMiddle' ? received + chunk.length : 0;
      if (received > CUT_AFTER_BYTES) socket.destroy();
    });
  }

  private listen(request: IncomingMessage, response: ServerResponse): void {
    if (this.fault !== 'beforeTheAnswer' || request.method !== 'POST') return;
    response.writeHead = () => {
      request.socket.destroy();
      return response;
    };
  }
}
