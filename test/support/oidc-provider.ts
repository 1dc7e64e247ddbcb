import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

const CLIENT = { id: 'xiaohao', secret: 'a-secret-of-the-tests' };

/**
 * A real OpenID provider on this machine. Whoever comes to it is taken for `person` without any page in
 * between; everything else is the protocol.
 */
export class TestProvider implements AsyncDisposable {
  /** Who signs in there next; null: the person says no. */
  person: string | null = 'div.clerk';
  /** What the provider says it has asked for. */
  amr: string[] = ['pwd'];

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly provider: Provider,
  ) {}

  static async start(redirectUri: string): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      cookies: { keys: ['of the tests'] },
      claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
      scopes: ['openid', 'profile'],
      features: { devInteractions: { enabled: false } },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...(sub === 'nameless' ? {} : { preferred_username: sub }) }),
      }),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    });
    const test = new TestProvider(server, issuer, provider);
    const serve = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) void serve(request, response);
      else void test.interact(request, response);
    });
    return test;
  }

  get client(): { readonly clientId: string; readonly clientSecret: string } {
    return { clientId: CLIENT.id, clientSecret: CLIENT.secret };
  }

  private async interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { person, amr, provider } = this;
    if (person === null) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
      return;
    }
    const grant = new provider.Grant({ accountId: person, clientId: CLIENT.id });
    grant.addOIDCScope('openid profile');
    await provider.interactionFinished(request, response, {
      login: { accountId: person, amr, remember: false },
      consent: { grantId: await grant.save() },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
