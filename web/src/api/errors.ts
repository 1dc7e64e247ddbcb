import type { components } from './schema';

type ProblemBody = components['schemas']['ProblemBody'];
export type FieldFault = components['schemas']['FieldFaultBody'];

/** A refusal by the server, in its own words, or the failure to reach it (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldFault[] = [],
    readonly traceId?: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  static offline(): ApiError {
    return new ApiError(0, 'OFFLINE', '连接不上服务器，请检查网络后重试。已填写的内容仍在页面上。');
  }

  /** Somebody else was faster: the version that was seen is no longer the current one. */
  get isConflict(): boolean {
    return this.status === 412;
  }

  get isForbidden(): boolean {
    return this.status === 403;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

export function problemOf(response: Response, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemBody>;
  return new ApiError(
    response.status,
    problem.code ?? `HTTP_${response.status}`,
    problem.detail ?? `服务器没有正确回答（${response.status}），请稍后重试。`,
    problem.errors ?? [],
    problem.traceId,
  );
}

/** What to tell a person about any error. */
export const textOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : '页面出错了，请刷新后重试。';
