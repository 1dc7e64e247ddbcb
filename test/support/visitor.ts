/** A browser without pages: keeps cookies by host and follows redirects one by one. */
export class Visitor {
  private readonly jars = new Map<string, Map<string, string>>();

  /** @param homes public addresses of the program, and where it really listens. */
  constructor(private readonly homes: Readonly<Record<string, string>>) {}

  async get(address: string): Promise<Response> {
    const { origin } = new URL(address);
    const real = address.replace(origin, this.homes[origin] ?? origin);
    const jar = this.jar(origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    const response = await fetch(real, { redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until the next address is one to stop at. @returns that address */
  async walk(address: string, stop: (next: URL) => boolean): Promise<string> {
    let here = address;
    for (let hop = 0; hop < 15; hop += 1) {
      const response = await this.get(here);
      await response.arrayBuffer();
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${here} answers ${response.status}, no redirect`);
      here = new URL(location, here).href;
      if (stop(new URL(here))) return here;
    }
    throw new Error(`${address} goes round in circles`);
  }

  cookie(address: string, name: string): string | undefined {
    return this.jar(new URL(address).origin).get(name);
  }

  setCookie(address: string, name: string, value: string): void {
    this.jar(new URL(address).origin).set(name, value);
  }

  private jar(origin: string): Map<string, string> {
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }
}
