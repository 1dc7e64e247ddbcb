/** What the program says in its address when somebody comes back from the provider and is not let in. */
const FAULTS: Readonly<Record<string, string>> = {
  PROVIDER_UNAVAILABLE: '连接不上统一身份认证，请稍后重试，或使用用户名和密码登录。',
  PROVIDER_DENIED: '统一身份认证没有完成，请重新登录。',
  PROVIDER_EXPIRED: '这次登录已经过期或已经用过，请重新点击登录。',
  PROVIDER_REFUSED: '统一身份认证返回的内容没有通过校验，请重新登录；仍不成功请联系系统管理员。',
  PROVIDER_UNKNOWN_USER:
    '统一身份认证已通过，但本系统没有您的账号，或者账号已停用。请联系系统管理员。',
  ACCOUNT_LOCKED: '账号已锁定，请15分钟后再试，或联系安全管理员。',
  TOO_MANY_ATTEMPTS: '登录尝试太频繁，请稍后再试。',
};

export const providerFault = (code: unknown): string =>
  typeof code === 'string' ? (FAULTS[code] ?? '登录没有成功，请重试。') : '';
