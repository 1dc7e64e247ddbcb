import { SetMetadata } from '@nestjs/common';

/** Metadata keys of the deny-by-default guard; a handler without either stops the boot. */
export const REQUIRES_KEY = 'access:requires';
export const PUBLIC_KEY = 'access:public';
export const SIGNED_IN_KEY = 'access:signed-in';

/** Anyone may call this handler, without a session. */
export const Public = () => SetMetadata(PUBLIC_KEY, true);

/** Any signed-in user may call this handler; it shows only what concerns the caller. */
export const SignedIn = () => SetMetadata(SIGNED_IN_KEY, true);
