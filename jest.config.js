/** @type {import('jest').Config} */
export default {
  // In plain Node.js processes, without Jest's sandbox around each file: see decision 0015.
  runner: 'jest-light-runner/child-process',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  setupFiles: ['<rootDir>/test/support/native/setup.mjs'],
  setupFilesAfterEnv: ['<rootDir>/test/support/native/time-limits.mjs'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  maxWorkers: 2,
};
