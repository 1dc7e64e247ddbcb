import { ElMessage } from 'element-plus';
import { send } from '@/api/client';
import { ApiError, problemOf, textOf } from '@/api/errors';

const REVOKE_AFTER_MS = 60_000;

/** The file behind an address of the API. @throws {ApiError} when it is refused. */
export async function fileAt(href: string): Promise<{ blob: Blob; name: string }> {
  const response = await send(new Request(href, { credentials: 'same-origin' }));
  if (!response.ok) {
    throw problemOf(response, await response.json().catch(() => undefined));
  }
  const header = response.headers.get('content-disposition') ?? '';
  return { blob: await response.blob(), name: nameIn(header) ?? href.split('/').pop() ?? '文件' };
}

function nameIn(header: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(header)?.[1];
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/** Saves the file, or says in Chinese why there is none; never leaves the page for an error in JSON. */
export async function download(href: string): Promise<void> {
  try {
    const { blob, name } = await fileAt(href);
    save(blob, name);
  } catch (error) {
    ElMessage.error(error instanceof ApiError ? error.message : `下载失败：${textOf(error)}`);
  }
}

/** The address with the filters of a list, without its page. */
export function addressOf(
  path: string,
  query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (key === 'page' || key === 'pageSize' || value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as string[]) : [value]) {
      params.append(key, String(one));
    }
  }
  const search = params.toString();
  return search ? `${path}?${search}` : path;
}
