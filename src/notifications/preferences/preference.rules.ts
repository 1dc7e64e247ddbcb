import type { NotificationTopic } from '../notification.codes.js';

/** Topics for which a person has switched mails on or off; the others follow the default. */
export type EmailChoices = Readonly<Partial<Record<NotificationTopic, boolean>>>;

/** What nobody should overlook although he does not open the program every day. */
const EMAIL_BY_DEFAULT: readonly NotificationTopic[] = [
  'REPORT_URGE',
  'REPORT_RETURNED',
  'NOTICE_ISSUED',
  'ESCALATION',
];

/** As kept with the user; who has never chosen has no row. */
export const choicesOf = (kept: string | null): EmailChoices =>
  kept === null ? {} : (JSON.parse(kept) as EmailChoices);

export function wantsEmail(choices: EmailChoices, topic: NotificationTopic): boolean {
  return choices[topic] ?? EMAIL_BY_DEFAULT.includes(topic);
}
