import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Problem } from './problem.js';

@Injectable()
class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((body: unknown) => tagged(reply, body)));
  }
}

/** Sends the version of a body as `ETag`; a body without one goes untagged. */
export function tagged<T>(reply: FastifyReply, body: T): T {
  const version = (body as { version?: unknown } | null)?.version;
  if (typeof version === 'number') void reply.header('etag', `"${version}"`);
  return body;
}

/** The answer is one versioned resource: sends its version as `ETag`. */
export const Versioned = () => UseInterceptors(EtagInterceptor);

const IfMatchParam = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) {
    throw new Problem(428, 'IF_MATCH_REQUIRED', '请先打开这条记录再修改（缺少版本号 If-Match）。');
  }
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) {
    throw new Problem(400, 'IF_MATCH_MALFORMED', '版本号 If-Match 应形如 "3"。');
  }
  return Number(version);
});

/**
 * The version the caller has seen, from `If-Match`: 428 when missing. The command compares it with
 * the row and answers 412 when somebody was faster.
 */
export const IfMatch = (): ParameterDecorator => IfMatchParam();

/** Documents the `If-Match` header of a handler. */
export const RequiresIfMatch = () =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: '读取时得到的 ETag，例如 "3"；缺少时 428，过期时 412',
    }),
  );
