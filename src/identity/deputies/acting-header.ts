import type { FastifyRequest } from 'fastify';

/** Names the delegation in whose name a request is made. */
const HEADER = 'x-acting-for';

/** The same for a link that a browser opens by itself (a file to read), which cannot carry a header. */
const PARAMETER = 'actingFor';

/**
 * The delegation that a request names; undefined when it is made in the caller's own name. The parameter
 * is taken out of the query, which otherwise knows no other parameters than its own.
 */
export function takeDelegationId({ headers, method, query }: FastifyRequest): string | undefined {
  const header = headers[HEADER];
  if (typeof header === 'string') return header;
  if (method !== 'GET' || typeof query !== 'object' || query === null) return undefined;
  const parameters = query as Record<string, unknown>;
  const named = parameters[PARAMETER];
  delete parameters[PARAMETER];
  return typeof named === 'string' ? named : undefined;
}
