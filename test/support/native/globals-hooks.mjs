// Jest hands `@jest/globals` only to code that it loads itself, and refuses it to all other.
export const resolve = (specifier, context, next) =>
  specifier === '@jest/globals'
    ? { url: new URL('./globals.mjs', import.meta.url).href, shortCircuit: true }
    : next(specifier, context);
