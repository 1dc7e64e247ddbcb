import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { invalidInput, Problem } from '../http/problem.js';

export interface FileTaker<F> {
  /** Takes the file's bytes; throws to refuse it, leaving nothing behind. */
  accept(source: AsyncIterable<Uint8Array>, name: string): Promise<F>;
  /** Gives up an accepted file because the rest of the request is faulty. */
  discard(file: F): Promise<void>;
}

/**
 * Reads a `multipart/form-data` request with text fields and exactly one part `file`, in any order.
 * The file goes to the taker as it comes; whatever makes the request fail, it is discarded again.
 * @throws 400 for a faulty or broken-off request, 413 for too many parts, 415 when it is no form.
 */
export async function readMultipart<F>(
  request: FastifyRequest,
  bytesMax: number,
  taker: FileTaker<F>,
): Promise<{ fields: Record<string, unknown>; file: F }> {
  if (!request.isMultipart()) {
    throw new Problem(415, 'NOT_MULTIPART', '请用表单（multipart/form-data）上传文件。');
  }
  const fields: Record<string, unknown> = {};
  let accepted: { file: F } | undefined;
  try {
    for await (const part of partsOf(request, bytesMax)) {
      if (part.type === 'field') {
        addField(fields, part.fieldname, part);
      } else if (part.fieldname === 'file') {
        accepted = { file: await taker.accept(bytesOf(part.file), part.filename ?? '') };
      } else {
        throw unknownField(part.fieldname);
      }
    }
    if (!accepted) {
      throw invalidInput([{ path: 'file', code: 'REQUIRED', message: '请选择要上传的文件' }]);
    }
    return { fields, file: accepted.file };
  } catch (error) {
    if (accepted) await taker.discard(accepted.file);
    // The client is still sending; unread bytes would make its connection break before the answer.
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
}

async function* partsOf(request: FastifyRequest, bytesMax: number): AsyncGenerator<Multipart> {
  try {
    // One byte over the limit reaches the store, which refuses the file in its own words.
    yield* request.parts({ limits: { fileSize: bytesMax + 1 } });
  } catch (error) {
    if ((error as { statusCode?: unknown }).statusCode === 413) {
      throw new Problem(413, 'TOO_MANY_PARTS', '一次只能上传一个文件。');
    }
    throw brokenOff();
  }
}

async function* bytesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch {
    throw brokenOff();
  }
}

function addField(
  fields: Record<string, unknown>,
  name: string,
  part: { value: unknown; valueTruncated?: boolean; fieldnameTruncated?: boolean },
): void {
  if (part.fieldnameTruncated) throw unknownField(name);
  if (Object.hasOwn(fields, name)) {
    throw invalidInput([{ path: name, code: 'DUPLICATE', message: `字段“${name}”重复` }]);
  }
  if (part.valueTruncated) {
    throw invalidInput([{ path: name, code: 'TOO_LONG', message: `字段“${name}”太长` }]);
  }
  // An empty input of a form means that nothing was filled in.
  if (part.value !== '') fields[name] = part.value;
}

const unknownField = (name: string): Problem =>
  invalidInput([{ path: name, code: 'UNKNOWN_FIELD', message: `不认识的字段“${name}”` }]);

const brokenOff = (): Problem =>
  new Problem(400, 'UPLOAD_BROKEN_OFF', '上传中断或内容不完整，请重新上传。');
