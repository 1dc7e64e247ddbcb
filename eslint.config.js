import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const bannedDatabaseImports = {
  name: 'typeorm',
  importNames: ['DataSource', 'EntityManager', 'Repository', 'getRepository', 'QueryRunner'],
  message: 'Write through UnitOfWork.run(tx => …), read through Reader (docs/decisions/0002).',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'coverage/**',
      'demo-output/**',
      'data/**',
      'web/dist/**',
      'web/src/api/schema.d.ts',
      '.tmp/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            bannedDatabaseImports,
            { name: '@nestjs/typeorm', message: 'The database room owns the connections.' },
            { name: 'xlsx', message: 'Unmaintained; use exceljs.' },
            { name: 'sqlite3', message: 'Unmaintained; use better-sqlite3 through TypeORM.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/platform/database/**/*.ts', 'migrations/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: [
      'src/cli.ts',
      'src/main.ts',
      'src/demo/**/*.ts',
      'bench/**',
      'test/**/*.ts',
      '**/*.spec.ts',
    ],
    rules: { 'no-console': 'off', 'max-lines-per-function': 'off' },
  },
  {
    // Test files read JSON answers of the API, whose shape each test asserts.
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A parameter property used only by Nest's injector needs its class at run time.
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // The browser UI is checked by vue-tsc; here only what needs no types, so that the linter stays quick.
    files: ['web/**/*.{ts,vue}'],
    extends: [...vue.configs['flat/recommended'], tseslint.configs.disableTypeChecked],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, projectService: false, sourceType: 'module' },
      globals: { window: 'readonly', document: 'readonly', localStorage: 'readonly' },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'vue/no-v-html': 'error',
      'vue/component-name-in-template-casing': [
        'error',
        'kebab-case',
        { registeredComponentsOnly: false },
      ],
      // Prettier decides how templates are laid out.
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/require-default-prop': 'off',
    },
  },
);
