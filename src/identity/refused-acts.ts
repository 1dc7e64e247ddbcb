import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, from, mergeMap, type Observable, throwError } from 'rxjs';
import { Problem } from '../platform/http/problem.js';
import type { CallerRequest } from './caller.js';
import { RefusalLog } from './refusal-log.js';

/** Refusals because the caller was involved before; some of them are told as conflicts. */
const INVOLVED: readonly string[] = ['OWN_REPORT', 'SIGNER_IS_PREPARER'];

const isRefusal = ({ status, code }: Problem): boolean => status === 403 || INVOLVED.includes(code);

/**
 * Keeps in the log that somebody tried an act that a command refused: outside his scope or duty, or a
 * decision on what he applied for himself. The guard keeps what it refuses before the command.
 */
@Injectable()
export class RefusedActs implements NestInterceptor {
  constructor(private readonly refusals: RefusalLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const { caller, method } = request;
    if (!caller || method === 'GET') return next.handle();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof Problem) || !isRefusal(error) || this.refusals.keeps(error)) {
          return throwError(() => error);
        }
        const target = `${method} ${request.routeOptions.url ?? ''}`;
        const { id } = request.params as { id?: string };
        return from(this.refusals.record(caller, { refusal: error.code, target, id })).pipe(
          mergeMap(() => throwError(() => error)),
        );
      }),
    );
  }
}
