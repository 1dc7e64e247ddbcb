import type { WebhookSettings } from '../../platform/config/messaging-settings.js';
import { type FieldFault, ruleBroken } from '../../platform/http/problem.js';
import { type AddressFault, addressFault } from './webhook-address.rules.js';
import type { WebhookKind } from './webhook.codes.js';

const GENERIC_SECRET_LENGTH_MIN = 16;

const ADDRESS_WORDS: Readonly<Record<AddressFault, string>> = {
  NOT_A_URL: '机器人地址不是有效的网址',
  LOGIN_IN_URL: '机器人地址中不能带用户名和密码',
  NOT_HTTPS: '机器人地址须为 https',
  HOST_NOT_ALLOWED: '机器人地址的主机不在允许名单内，名单由运维人员在 WEBHOOK_HOSTS 中设置',
};

export interface WebhookAccess {
  readonly kind: WebhookKind;
  /** Undefined where it stays as it is. */
  readonly url: string | undefined;
  /** As it will be: `true` for one that is kept. */
  readonly secret: string | true | null;
}

/** @throws {Problem} 422 WEBHOOK_REFUSED naming address and secret */
export function assertUsable(access: WebhookAccess, allowed: WebhookSettings): void {
  const faults = [urlFault(access.url, allowed), secretFault(access)].flatMap(
    (fault) => fault ?? [],
  );
  const [first] = faults;
  if (first) throw ruleBroken('WEBHOOK_REFUSED', `${first.message}。`, faults);
}

function urlFault(url: string | undefined, allowed: WebhookSettings): FieldFault | undefined {
  const code = url === undefined ? undefined : addressFault(url, allowed);
  return code && { path: 'url', code, message: ADDRESS_WORDS[code] };
}

function secretFault({ kind, secret }: WebhookAccess): FieldFault | undefined {
  const fault = (code: string, message: string) => ({ path: 'secret', code, message });
  if (kind === 'WECOM') {
    return secret === null ? undefined : fault('NO_SECRET_HERE', '企业微信机器人没有加签密钥');
  }
  if (kind === 'DINGTALK') return undefined;
  if (secret === null) return fault('REQUIRED', '通用接口须有加签密钥');
  return secret !== true && secret.length < GENERIC_SECRET_LENGTH_MIN
    ? fault('TOO_SHORT', `加签密钥至少${GENERIC_SECRET_LENGTH_MIN}个字符`)
    : undefined;
}
