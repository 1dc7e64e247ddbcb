/** What a class of fault means to whoever looks after the installation, by the beginning of its code. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^SMTP_(535|EAUTH|ENOAUTH)/, '邮件服务器不接受账号或密码，请检查 SMTP_URL'],
  [/^SMTP_(ETLS|EREQUIRETLS)/, '与邮件服务器不能建立加密连接'],
  [/^SMTP_EENVELOPE/, '收件地址无效'],
  [/^SMTP_4\d\d/, '邮件服务器暂时拒收'],
  [/^SMTP_5\d\d/, '邮件服务器拒收，请核对收件地址和发件设置'],
  [/^SMTP_/, '与邮件服务器的连接出错'],
  [/^TIMEOUT/, '对方超时未答复'],
  [/^NETWORK_(CERT|ERR_TLS|DEPTH|SELF|UNABLE)/, '对方的证书不可信'],
  [/^NETWORK_/, '连接不上对方'],
  [/^HTTP_429/, '对方要求放慢发送'],
  [/^HTTP_/, '对方答复出错'],
  [/^REDIRECTED/, '对方要求转到其他地址，不予跟随'],
  [/^ROBOT_(45009|130101|-1)/, '机器人忙或发送过快'],
  [/^ROBOT_/, '机器人不接受，请核对地址、加签密钥和安全设置'],
  [/^HOST_NOT_ALLOWED/, '地址不在允许的主机名单内'],
  [/^ADDRESS_NOT_ALLOWED/, '地址指向内部网络，不予发送'],
  [/^(NOT_HTTPS|NOT_A_URL|LOGIN_IN_URL)/, '地址不符合要求'],
  [/^USER_DISABLED/, '账号已停用'],
  [/^NO_ADDRESS/, '用户没有电子邮箱'],
  [/^WEBHOOK_DISABLED/, '机器人已停用'],
  [/^OPERATOR/, '由系统管理员取消'],
  [/^SENDER_LOST/, '发送中途服务器多次停止'],
];

export function faultWords(code: string): string {
  return WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? '程序出错，请查看运行日志';
}
