import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, Observable, of, throwError } from 'rxjs';
import { canonicalJson } from '../audit/canonical-json.js';
import { KeyedHash } from '../crypto/field-cipher.js';
import { sql } from '../database/queryable.js';
import type { Tx } from '../database/tx.js';
import { tagged } from './etag.js';
import { IdempotencyKey } from './idempotency.entity.js';
import { Problem } from './problem.js';

interface Attempt {
  readonly userId: string;
  readonly key: string;
  /** Of an upload it is known when the file has been read; see {@link identifyUpload}. */
  requestHash: string | undefined;
  readonly hash: KeyedHash;
}

/** Thrown inside the transaction to leave it: the request was carried out before, here is its answer. */
class Replay extends Error {
  constructor(readonly body: unknown) {
    super('replayed');
  }
}

const attempts = new AsyncLocalStorage<Attempt>();

/** Tells by its content which request an upload is, once that has been read. */
export function identifyUpload(request: FastifyRequest, content: object): void {
  const attempt = attempts.getStore();
  if (attempt) attempt.requestHash = hashOf(attempt.hash, request, content);
}

/**
 * A deputy's request is another one than the same in his own name. Keyed, because from a plain digest of
 * a form an identity number in it could be guessed.
 */
const hashOf = (
  hash: KeyedHash,
  { method, url, headers }: FastifyRequest,
  content: unknown,
): string => {
  const actingFor = headers['x-acting-for'];
  const request = [method, url, content ?? null];
  const whole = actingFor === undefined ? request : [...request, actingFor];
  return hash.of('idempotent-request', canonicalJson(whole));
};

/** Answers that hold what must not be stored in the open. */
const unkept = new WeakSet<object>();

/** Marks an answer as never to be kept for a repeat: with the same key the act is simply done again. */
export function notKept<T extends object>(answer: T): T {
  unkept.add(answer);
  return answer;
}

/**
 * Wrapped around every transaction by the unit of work: stores the command's result under the
 * request's key in the same transaction, so that effect and answer are kept together or not at all.
 * It relies on the house rule that a handler returns what its one unit of work returned.
 */
export async function rememberAnswer<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const attempt = attempts.getStore();
  if (!isIdentified(attempt)) return work();
  await oneAtATime(tx, attempt);
  const stored = await tx.one<IdempotencyKey>(sql`
    SELECT * FROM idempotency_keys WHERE user_id = ${attempt.userId} AND key = ${attempt.key}
      AND created_at > ${expiredBy(tx.now)}`);
  if (stored) {
    if (stored.requestHash !== attempt.requestHash) {
      throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', '同一个防重复编号不能用于不同的内容。');
    }
    throw new Replay(JSON.parse(stored.response));
  }
  const result = await work();
  if (typeof result === 'object' && result !== null && unkept.has(result)) return result;
  await tx.execute(sql`
    DELETE FROM idempotency_keys
    WHERE user_id = ${attempt.userId} AND created_at <= ${expiredBy(tx.now)}`);
  const { userId, key, requestHash } = attempt;
  await tx.insert(IdempotencyKey, {
    userId,
    key,
    requestHash,
    response: JSON.stringify(result ?? null),
    createdAt: tx.now,
  });
  return result;
}

type Identified = Attempt & { requestHash: string };

const isIdentified = (attempt: Attempt | undefined): attempt is Identified =>
  attempt?.requestHash !== undefined;

/** Answers are kept for a day; then a key may be used again. */
const KEPT_MS = 24 * 60 * 60 * 1000;

const expiredBy = (now: string): string => new Date(Date.parse(now) - KEPT_MS).toISOString();

/**
 * Of two requests with one key at the same time the second waits until the first has stored its answer,
 * before it reads or locks anything else. SQLite runs one transaction at a time anyway.
 */
async function oneAtATime(tx: Tx, { userId, key }: Attempt): Promise<void> {
  if (tx.dialect !== 'postgres') return;
  await tx.one(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${userId} ${key}`}, 0))`);
}

const KEY_PATTERN = /^[\x21-\x7e]{8,100}$/;

/** Reads `Idempotency-Key` of signed-in writing requests; the answer of a repeat is the first one's. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly hash: KeyedHash) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context
      .switchToHttp()
      .getRequest<FastifyRequest & { caller?: { userId: string } }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !request.caller || request.method === 'GET') {
      return next.handle();
    }
    if (!KEY_PATTERN.test(key)) {
      throw new Problem(400, 'IDEMPOTENCY_KEY_MALFORMED', '防重复编号应为8到100个可见字符。');
    }
    const { hash } = this;
    const requestHash = request.isMultipart() ? undefined : hashOf(hash, request, request.body);
    const attempt: Attempt = { userId: request.caller.userId, key, requestHash, hash };
    return new Observable((subscriber) =>
      attempts.run(attempt, () =>
        next
          .handle()
          .pipe(
            catchError((error: unknown) =>
              error instanceof Replay ? of(tagged(reply, error.body)) : throwError(() => error),
            ),
          )
          .subscribe(subscriber),
      ),
    );
  }
}
