import pg from 'pg';
import { NoAnswerError } from './database-faults.js';

/** What `pg` keeps of a connection beneath its documented surface. */
interface Inner {
  readonly connection: { readonly stream: { destroy: (error?: Error) => void } };
}

type Ask = (...args: unknown[]) => unknown;

/**
 * A connection that is given up when the server has been silent for `answerMs`: the line may be dead without
 * either end having been told. The library's own `query_timeout` only gives up the question: the
 * connection would go back to the pool with the old answer still to come.
 *
 * @param answerMs what the slowest honest statement needs, and more
 */
export function patientClient(answerMs: number): typeof pg.Client {
  class PatientClient extends pg.Client {
    /** Asked with a promise for an answer, as TypeORM does, or with a callback by the pool. */
    override query = ((...args: unknown[]) => {
      const answer = (super.query as Ask).apply(this, args);
      return answer instanceof Promise ? this.within(answer) : answer;
    }) as pg.Client['query'];

    private async within<T>(answer: Promise<T>): Promise<T> {
      let silent = false;
      const timer = setTimeout(() => {
        silent = true;
        (this as unknown as Inner).connection.stream.destroy();
      }, answerMs);
      try {
        return await answer;
      } catch (error) {
        throw silent ? new NoAnswerError() : error;
      } finally {
        clearTimeout(timer);
      }
    }
  }
  return PatientClient;
}
