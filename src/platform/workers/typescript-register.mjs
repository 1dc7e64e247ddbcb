// Only used when the program runs from its TypeScript sources, as in tests; never compiled into dist.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
