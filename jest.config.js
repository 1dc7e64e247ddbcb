/**
 * Packages that Fastify's CommonJS code requires although they are ES modules. Node does that by
 * itself; Jest needs them compiled.
 */
const REQUIRED_ES_MODULES = '/node_modules/(content-disposition|cookie)/';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transformIgnorePatterns: [`/node_modules/(?!(content-disposition|cookie)/)`],
  transform: {
    [REQUIRED_ES_MODULES]: ['@swc/jest', { module: { type: 'commonjs' } }],
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 30_000,
  maxWorkers: 2,
  // Each suite leaves a part of its modules behind; a worker that has grown past this begins anew.
  workerIdleMemoryLimit: '1GB',
};
