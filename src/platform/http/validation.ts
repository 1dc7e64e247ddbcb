import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { isWithinDepth } from './nesting.js';
import { type FieldFault, invalidInput } from './problem.js';

/** Far more than any form has; what nests deeper would exhaust the stack of who walks through it. */
const BODY_DEPTH_MAX = 32;

/** Stable codes of the checks that `fields.ts` composes; a check not listed here is `INVALID`. */
const CODES: Readonly<Record<string, string>> = {
  isDefined: 'REQUIRED',
  isNotEmpty: 'REQUIRED',
  isString: 'NOT_A_TEXT',
  minLength: 'TOO_SHORT',
  maxLength: 'TOO_LONG',
  isIn: 'NOT_A_CODE',
  isInt: 'NOT_AN_INTEGER',
  min: 'OUT_OF_RANGE',
  max: 'OUT_OF_RANGE',
  isBoolean: 'NOT_A_FLAG',
  isUuid: 'NOT_AN_ID',
  isBusinessDate: 'NOT_A_DATE',
  isArray: 'NOT_A_LIST',
  arrayMinSize: 'TOO_FEW',
  arrayMaxSize: 'TOO_MANY',
  arrayUnique: 'DUPLICATE',
  matches: 'WRONG_FORMAT',
  whitelistValidation: 'UNKNOWN_FIELD',
  isPrintable: 'NOT_PRINTABLE',
  isPlainObject: 'NOT_AN_OBJECT',
  isObject: 'NOT_AN_OBJECT',
  nestedValidation: 'NOT_AN_OBJECT',
};

/** Order in which the checks of one field are told: what is missing before what is malformed. */
const PRIORITY = Object.keys(CODES);

/** Flattens class-validator's tree into one fault per field, each with its JSON path. */
export function faultsOf(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = join(parent, error.property);
    const own = error.constraints ? [worst(path, error)] : [];
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

function join(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}

function worst(path: string, error: ValidationError): FieldFault {
  const constraints = error.constraints ?? {};
  const missing = error.value === undefined || error.value === null || error.value === '';
  const names = Object.keys(constraints).sort((a, b) => rank(a) - rank(b));
  const name = names[0] ?? '';
  if (name === 'isObject') return { path, code: 'NOT_AN_OBJECT', message: '请提交一个 JSON 对象' };
  if (name === 'whitelistValidation') {
    return { path, code: 'UNKNOWN_FIELD', message: `不认识的字段“${error.property}”` };
  }
  if (missing && !('isDefined' in constraints) && !('isNotEmpty' in constraints)) {
    return { path, code: 'REQUIRED', message: constraints[name] ?? '' };
  }
  return { path, code: CODES[name] ?? 'INVALID', message: constraints[name] ?? '' };
}

function rank(name: string): number {
  const index = PRIORITY.indexOf(name);
  return index < 0 ? PRIORITY.length : index;
}

/** Names that stand for something on every object: the checks of unknown fields pass them over. */
const OBJECT_NAMES = ['__proto__', 'constructor', 'prototype'];

/** One fault for each of {@link OBJECT_NAMES} that was sent. */
function objectNamesIn(value: unknown): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return OBJECT_NAMES.filter((name) => Object.hasOwn(value, name)).map((name) => ({
    path: name,
    code: 'UNKNOWN_FIELD',
    message: `不认识的字段“${name}”`,
  }));
}

class BodyValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && !isWithinDepth(value, BODY_DEPTH_MAX)) {
      throw invalidInput([{ path: '', code: 'TOO_DEEP', message: '提交的内容层次太多' }]);
    }
    const strange = metadata.type === 'custom' ? [] : objectNamesIn(value);
    if (strange.length > 0) throw invalidInput(strange);
    return super.transform(value, metadata);
  }
}

/** The one pipe for bodies and queries: unknown fields are refused, every fault is named. */
export const validationPipe = (): ValidationPipe =>
  new BodyValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => invalidInput(faultsOf(errors)),
  });
