import createClient from 'openapi-fetch';
import { ApiError, problemOf } from './errors';
import type { components, paths } from './schema';
import { actingHeaders } from '@/session/acting';
import { reloadSession, session, signInAgain } from '@/session/session';

export type Schemas = components['schemas'];

const NOT_SIGNED_IN = 401;
/** The delegation in whose name the tab acts is over. */
const DELEGATION_OVER = 'DELEGATION_NOT_IN_FORCE';

/**
 * Sends a request; when the session has run out, the person signs in again over the page that is open
 * and the very same request is sent once more, so that nothing typed is lost.
 */
export async function send(request: Request): Promise<Response> {
  for (const [name, value] of Object.entries(actingHeaders())) request.headers.set(name, value);
  const again = request.clone();
  const response = await reach(request);
  if (response.status !== NOT_SIGNED_IN || !session.me || isSignIn(request.url)) return response;
  await signInAgain();
  return reach(again);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    throw ApiError.offline();
  }
}

const isSignIn = (url: string): boolean => new URL(url).pathname.startsWith('/api/auth/login');

/** The REST API, typed by its own OpenAPI document. The session is a cookie that scripts cannot read. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: send,
  credentials: 'same-origin',
});

interface Answer<Body> {
  readonly data?: Body;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a successful answer. @throws {ApiError} with the server's own Chinese text otherwise. */
export async function call<Body>(answer: Promise<Answer<Body>>): Promise<Exclude<Body, undefined>> {
  const { data, error, response } = await answer;
  if (!response.ok) {
    const problem = problemOf(response, error);
    // The page stays with what is typed on it, and says in whose name it now goes on.
    if (problem.code === DELEGATION_OVER) void reloadSession().catch(() => undefined);
    throw problem;
  }
  return data as Exclude<Body, undefined>;
}

/** Header of a change: the version that the person has seen. */
export const ifMatch = (version: number): { 'If-Match': string } => ({
  'If-Match': `"${version}"`,
});
