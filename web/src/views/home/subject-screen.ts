/** The room of each kind of record that a message or a mail is about. */
const RECORDS: Readonly<Record<string, string>> = {
  issue: '/issues',
  notice: '/notices',
  report: '/reports',
  consolidation: '/consolidations',
  case: '/cases',
  bulletin: '/bulletins',
  bulletinFollowUp: '/follow-ups',
  issueImport: '/imports',
  campaign: '/campaigns',
};
/** Kinds that are lines of a list without a page of their own. */
const LISTS: Readonly<Record<string, string>> = {
  measure: '/measures',
  reportShift: '/reports/shifts',
  job: '/jobs',
  delegation: '/delegations',
};

/** The page of the record, or undefined for a kind that no screen shows. */
export function subjectScreen(type: string, id: string): string | undefined {
  const room = RECORDS[type];
  if (room) return `${room}/${encodeURIComponent(id)}`;
  return LISTS[type];
}
