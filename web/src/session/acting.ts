/**
 * In whose name this tab acts: the delegation that a deputy has chosen, else his own. It is kept for the
 * tab only, so that two tabs never surprise each other.
 */
const KEY = 'xiaohao-acting-for';
const HEADER = 'X-Acting-For';
const PARAMETER = 'actingFor';

export const actingFor = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;

/** A whole new page in the other name: nothing read in the last one stays on it. */
export function actFor(delegationId: string | undefined, address = '/home'): void {
  if (delegationId === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, delegationId);
  window.location.assign(address);
}

export const forgetActing = (): void => sessionStorage.removeItem(KEY);

/** Header of every request: nothing in one's own name. */
export function actingHeaders(): Readonly<Record<string, string>> {
  const delegationId = actingFor();
  return delegationId === undefined ? {} : { [HEADER]: delegationId };
}

/** Links to files, which the browser opens by itself, say it in their address. */
export function markFileLinks(page: Document): void {
  const mark = (event: Event): void => {
    const delegationId = actingFor();
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[href^="/api/"]');
    if (!link || delegationId === undefined) return;
    const url = new URL(link.href);
    url.searchParams.set(PARAMETER, delegationId);
    link.href = `${url.pathname}${url.search}`;
  };
  for (const kind of ['pointerdown', 'keydown']) page.addEventListener(kind, mark, true);
}
