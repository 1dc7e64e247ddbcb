import http from 'node:http';
import { performance } from 'node:perf_hooks';

/** @typedef {{ method?: string, path: string, body?: unknown }} Call */

const CONNECTIONS = 8;

/** Sends requests to one server over a few kept connections, signed in when it has a token. */
export class Client {
  #agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  /**
   * @param {number} port
   * @param {string} [token]
   */
  constructor(port, token) {
    this.port = port;
    this.token = token;
  }

  /**
   * @param {Call} call
   * @returns {Promise<any>} the parsed answer
   * @throws {Error} on any answer that is not 2xx, so that an error page is never measured
   */
  async json(call) {
    return JSON.parse(await this.send(call));
  }

  /**
   * @param {Call} call
   * @returns {Promise<string>}
   */
  send({ method = 'GET', path, body }) {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      ...(this.token && { authorization: `Bearer ${this.token}` }),
      ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
    };
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.port, agent: this.#agent };
      const request = http.request({ ...target, method, path, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(payload);
    });
  }

  /**
   * Makes `count` requests, `CONNECTIONS` at a time.
   *
   * @param {number} count
   * @param {(index: number) => Call} callOf
   * @returns {Promise<number>} requests per second
   */
  async burst(count, callOf) {
    let next = 0;
    const begun = performance.now();
    const worker = async () => {
      while (next < count) await this.send(callOf(next++));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    return (count / (performance.now() - begun)) * 1000;
  }

  /**
   * Sends one request every `everyMs`, whether or not the earlier ones are answered, until `until`
   * settles.
   *
   * @param {Promise<unknown>} until
   * @param {number} everyMs
   * @param {(index: number) => Call} callOf
   * @returns {Promise<number[]>} the time that each call took, in milliseconds
   */
  async pace(until, everyMs, callOf) {
    const times = [];
    const running = [];
    const send = async () => {
      const begun = performance.now();
      await this.send(callOf(running.length));
      times.push(performance.now() - begun);
    };
    const timer = setInterval(() => running.push(send()), everyMs);
    try {
      await until;
    } finally {
      clearInterval(timer);
    }
    await Promise.all(running);
    return times;
  }

  close() {
    this.#agent.destroy();
  }
}
