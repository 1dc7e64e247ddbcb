import { ApiError, problemOf } from '@/api/errors';
import { actingHeaders } from '@/session/acting';
import { session, signInAgain } from '@/session/session';

const NOT_SIGNED_IN = 401;

/** A file to be sent. */
export interface Upload {
  readonly url: string;
  readonly file: File;
  readonly fields: Readonly<Record<string, string>>;
  /** The same at every attempt: what the server has stored already it does not store again. */
  readonly key: string;
}

interface Watch {
  readonly progress: (percent: number) => void;
  readonly signal: AbortSignal;
}

/** Sends one file with its fields; fetch cannot tell how far an upload has come, XMLHttpRequest can. */
export function sendFile<Body>(upload: Upload, watch: Watch): Promise<Body> {
  return attempt<Body>(upload, watch).catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== NOT_SIGNED_IN || !session.me) throw error;
    await signInAgain();
    return attempt<Body>(upload, watch);
  });
}

/** A key that no other upload has; `randomUUID` is missing where the page comes without TLS. */
export const uploadKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');

// The server reads the fields before the file, which comes as a stream.
function formOf({ file, fields }: Upload): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append('file', file);
  return form;
}

function attempt<Body>(upload: Upload, { progress, signal }: Watch): Promise<Body> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', upload.url);
    request.setRequestHeader('Idempotency-Key', upload.key);
    for (const [name, value] of Object.entries(actingHeaders())) {
      request.setRequestHeader(name, value);
    }
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) =>
      progress(total > 0 ? Math.round((loaded / total) * 100) : 0);
    request.onload = () => {
      const { status, response } = request;
      if (status >= 200 && status < 300) resolve(response as Body);
      else reject(problemOf(new Response(null, { status }), response));
    };
    request.onerror = () =>
      reject(new ApiError(0, 'INTERRUPTED', '上传中断，请检查网络后点“重试”。'));
    request.onabort = () => reject(new ApiError(0, 'CANCELLED', '已取消上传。'));
    signal.addEventListener('abort', () => request.abort());
    request.send(formOf(upload));
  });
}
