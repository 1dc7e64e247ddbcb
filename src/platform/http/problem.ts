/** One faulty field: where it is, a stable code for programs, a Chinese sentence for people. */
export interface FieldFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/**
 * An error that the caller is told about, answered as `application/problem+json`. `code` is stable
 * and documented; `detail` is a Chinese sentence that a clerk understands.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors?: readonly FieldFault[],
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }
}

/** 404 for what does not exist or is outside the caller's scope: the two answers are identical. */
export const notFound = (): Problem =>
  new Problem(404, 'NOT_FOUND', '没有找到这条记录，或者它不在您的管辖范围内。');

/** 403: the caller sees the record but may not do this with it. */
export const forbidden = (detail = '您没有办理这项业务的权限。'): Problem =>
  new Problem(403, 'FORBIDDEN', detail);

/** 409: the record's state does not allow the step. */
export const conflict = (code: string, detail: string): Problem => new Problem(409, code, detail);

/** 412: somebody else changed the record since the caller read it. */
export const staleVersion = (): Problem =>
  new Problem(
    412,
    'STALE_VERSION',
    '这条记录刚刚被其他人修改过，请刷新后再提交，您填写的内容不会丢失。',
  );

/** 429: told with `Retry-After` when it may go on. */
export class TooManyRequests extends Problem {
  constructor(readonly retryAfterSeconds: number) {
    super(429, 'TOO_MANY_REQUESTS', `操作过于频繁，请${retryAfterSeconds}秒后再试。`);
  }
}

/** 422: the input is well-formed but breaks a business rule; names every faulty field. */
export const ruleBroken = (code: string, detail: string, errors?: readonly FieldFault[]): Problem =>
  new Problem(422, code, detail, errors);

/** 422 for one field; the message, without its full stop, is said of the field and of the whole. */
export const fieldBroken = (path: string, code: string, message: string): Problem =>
  ruleBroken(code, `${message}。`, [{ path, code, message }]);

/** 400: fields are missing or malformed. */
export function invalidInput(errors: readonly FieldFault[]): Problem {
  const first = errors[0];
  const more = errors.length > 1 ? `（共${errors.length}处）` : '';
  return new Problem(
    400,
    'INVALID_INPUT',
    `提交的内容有误：${first?.message ?? ''}${more}`,
    errors,
  );
}
