import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { databaseFault, OutcomeUnknownError } from '../database/database-faults.js';
import type { ProblemBody } from './problem.body.js';
import { Problem, TooManyRequests } from './problem.js';

const TITLES: Readonly<Record<number, string>> = {
  400: '请求有误',
  401: '请先登录',
  403: '没有权限',
  404: '没有找到',
  405: '不支持的操作',
  409: '状态冲突',
  412: '内容已被修改',
  413: '内容过大',
  415: '内容类型不支持',
  422: '不符合业务规则',
  428: '缺少版本号',
  429: '操作过于频繁',
  503: '系统繁忙',
  507: '存储空间不足',
};

/** Turns every error into problem+json; what is not ours is logged and answered without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.status >= 500) {
      this.log.error({ ...loggable(error), traceId: request.id }, 'request failed');
    }
    sendProblem(reply, request.id, problem);
  }
}

/** Answers with problem+json; also for errors that arise before a handler is found. */
export function sendProblem(reply: FastifyReply, traceId: string, error: unknown): void {
  const problem = toProblem(error);
  const body: ProblemBody = {
    type: 'about:blank',
    title: TITLES[problem.status] ?? '系统错误',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    traceId: traceId,
    ...(problem.errors && { errors: [...problem.errors] }),
  };
  if (problem.status === 503) void reply.header('retry-after', '2');
  if (problem instanceof TooManyRequests) {
    void reply.header('retry-after', String(problem.retryAfterSeconds));
  }
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(body);
}

/**
 * What the log keeps of an error. A failed statement carries its values, people's data among them: of
 * it only code, constraint and place are kept.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const driver = (error as { driverError?: { code?: string; constraint?: string } }).driverError;
  if (!driver) return { error: error.name, message: error.message, stack: error.stack };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code, constraint } = driver;
  return { error: error.name, code, constraint, stack: frames.join('\n') };
}

const BUSY = new Problem(503, 'BUSY', '系统正忙，请稍后再试。');
const DISK_FULL = new Problem(
  507,
  'STORAGE_FULL',
  '存储空间不足，内容没有保存，请联系系统管理员。',
);
const OUTCOME_UNKNOWN = new Problem(
  503,
  'OUTCOME_UNKNOWN',
  '与数据库的连接中断，这次操作可能已经保存。请先刷新查看，没有保存的再重新提交。',
);

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OutcomeUnknownError) return OUTCOME_UNKNOWN;
  const fault = databaseFault(error);
  if (fault) return fault === 'FULL' ? DISK_FULL : BUSY;
  const status = httpStatus(error);
  if (status === 404) return new Problem(404, 'NO_SUCH_ADDRESS', '没有这个地址，请检查链接。');
  if (status === 413) return new Problem(413, 'TOO_LARGE', '提交的内容超过了允许的大小。');
  if (status === 415)
    return new Problem(415, 'UNSUPPORTED_TYPE', '不支持这种内容类型，请用 JSON 提交。');
  if (status === 400) return new Problem(400, 'MALFORMED', '请求无法识别，请检查内容格式。');
  if (status !== undefined && status < 500) {
    return new Problem(status, 'REQUEST_REFUSED', '请求没有被接受，请检查后再试。');
  }
  return new Problem(500, 'INTERNAL', '系统出现错误，请把追踪号告诉系统管理员。');
}

function httpStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : undefined;
}
