// Both engines limit the number of parameters of a statement; SQLite's limit is 32,766.
const BATCH = 10_000;

/**
 * Runs one query for all ids (one for each 10,000) and groups its rows by issue, in the order the
 * query gives. Every id has an entry, so a caller never asks whether it is there.
 */
export async function byIssue<Row extends { readonly issueId: string }>(
  issueIds: readonly string[],
  query: (ids: readonly string[]) => Promise<readonly Row[]>,
): Promise<Map<string, Row[]>> {
  const result = new Map<string, Row[]>(issueIds.map((id) => [id, []]));
  for (let from = 0; from < issueIds.length; from += BATCH) {
    for (const row of await query(issueIds.slice(from, from + BATCH))) {
      result.get(row.issueId)?.push(row);
    }
  }
  return result;
}
