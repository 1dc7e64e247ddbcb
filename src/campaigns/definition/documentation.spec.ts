import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { parse } from 'yaml';
import { AREA_LEVEL, ORG_TYPE, ROLE, ADMINISTRATOR_ROLES } from '../../identity/codes.js';
import type { CodeList } from '../../platform/dictionary/code-list.js';
import * as issueCodes from '../codes/issue-codes.js';
import { CATEGORY_REFERENCE } from '../codes/problem-category.js';
import { PROBLEM_SOURCE, SOURCE_LEVEL } from '../codes/problem-source.js';
import * as reportingCodes from '../codes/reporting-codes.js';
import { CampaignDefinition } from './campaign-definition.js';
import * as closure from './closure-policy.js';
import { BasisDocument } from './documents.js';
import * as escalation from './escalation.js';
import * as parameters from './parameters.js';
import { parseDefinition, parseDefinitionYaml } from './parse-definition.js';
import * as reporting from './report-rule.js';
import * as tasks from './tasks.js';

const text = readFileSync(new URL('../../../docs/campaign-definition.md', import.meta.url), 'utf8');
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string);
const [example = '', ...sections] = blocks;

const CLASSES = [
  CampaignDefinition,
  BasisDocument,
  ...[closure, escalation, parameters, reporting, tasks].flatMap((room) =>
    Object.values(room).filter((item) => typeof item === 'function'),
  ),
];

const fieldsOf = (target: unknown): string[] => {
  const found = getMetadataStorage().getTargetValidationMetadatas(
    target as never,
    '',
    false,
    false,
  );
  return [...new Set(found.map(({ propertyName }) => propertyName))];
};

const LISTS: CodeList[] = [
  AREA_LEVEL,
  ORG_TYPE,
  CATEGORY_REFERENCE,
  PROBLEM_SOURCE,
  SOURCE_LEVEL,
  issueCodes.SEVERITY,
  issueCodes.ISSUE_NATURE,
  issueCodes.ISSUE_SCOPE,
  issueCodes.RECTIFICATION_TYPE,
  issueCodes.EVIDENCE_TYPE,
  issueCodes.CLOSURE_STEP_KIND,
  issueCodes.SUPERVISE_LEVEL,
  issueCodes.SUPERVISION_MEASURE,
  tasks.TASK_KIND,
  reportingCodes.REPORT_TYPE,
  reportingCodes.PERIODICITY,
  reportingCodes.COVERAGE,
  reportingCodes.DUE_ANCHOR,
  reportingCodes.OVERFLOW,
  reportingCodes.HOLIDAY_MOVE,
  reportingCodes.CERTAINTY,
];

describe('docs/campaign-definition.md', () => {
  it('shows a complete example that is valid', () => {
    const { definition, faults } = parseDefinitionYaml(example);
    expect(faults).toEqual([]);
    expect(definition?.code).toBe('ANLAN-2021');
    expect(definition?.reportRules[0]?.due?.time).toBe('24:00');
  });

  it.each(sections.map((section) => [section.slice(0, 20), section]))(
    'shows a section that fits the example: %s',
    (_start, section) => {
      const whole = { ...(parse(example) as object), ...(parse(section) as object) };
      expect(parseDefinition(whole).faults).toEqual([]);
    },
  );

  it.each(CLASSES.map((target) => [target.name, target] as const))(
    'describes every field of %s',
    (_name, target) => {
      const fields = fieldsOf(target);
      expect(fields.length).toBeGreaterThan(0);
      expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
    },
  );

  it.each(LISTS.map((list) => [list.name, list.codes] as const))(
    'names every code of %s',
    (_name, codes) => expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]),
  );

  it('names every role that may review', () => {
    const roles = ROLE.codes.filter((role) => !ADMINISTRATOR_ROLES.includes(role));
    expect(roles.filter((role) => !text.includes(`\`${role}\``))).toEqual([]);
  });
});
