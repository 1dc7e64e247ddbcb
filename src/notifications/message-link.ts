/** Where a message leads: the program's start page, told what to open. */
export function messageLink(
  publicUrl: string | undefined,
  subject: { readonly type: string; readonly id: string },
): string | null {
  if (publicUrl === undefined) return null;
  return `${publicUrl}/?${new URLSearchParams({ open: subject.type, id: subject.id }).toString()}`;
}
