import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { isTypedDate } from '../calendar/business-date.js';
import { formatOf, namesField } from './field-names.js';
import { EMAIL_PATTERN } from './email.js';
import { cleanText, unprintable } from './text.js';
import type { CodeList } from '../dictionary/code-list.js';

/**
 * Fields of request bodies and queries. Each decorator states validation, Chinese messages and
 * OpenAPI at once, so that the three cannot drift apart.
 */
interface FieldOptions {
  /** Chinese name of the field, as the message shows it. */
  readonly label: string;
  readonly optional?: boolean;
  readonly example?: unknown;
  readonly description?: string;
}

type Decorators = (PropertyDecorator | undefined)[];

function field(
  options: FieldOptions,
  api: ApiPropertyOptions,
  checks: Decorators,
  list?: CodeList,
) {
  const presence = options.optional
    ? [IsOptional()]
    : [IsDefined({ message: `请填写${options.label}` })];
  const description = options.description
    ? `${options.label}。${options.description}`
    : options.label;
  return applyDecorators(
    ApiProperty({
      ...api,
      description,
      required: !options.optional,
      ...(options.example === undefined ? {} : { example: options.example }),
    } as ApiPropertyOptions),
    namesField({ label: options.label, list, format: formatOf(api) }),
    ...presence,
    ...(checks.filter(Boolean) as PropertyDecorator[]),
  );
}

const trim = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? cleanText(value) : value,
);

const printable = (label: string, options: { each?: boolean } = {}) =>
  ValidateBy(
    {
      name: 'isPrintable',
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || unprintable(value) === undefined,
        defaultMessage: (args) => {
          const values = [args?.value as unknown].flat();
          const found = values.flatMap((text) => unprintable(String(text)) ?? []);
          return `${label}含有不能打印的字符“${found[0] ?? ''}”，请改用文字`;
        },
      },
    },
    options,
  );

/** A list in a list would pass as a nested object, with nothing in it checked. */
const plainObject = (label: string, options: { each?: boolean } = {}) =>
  ValidateBy(
    {
      name: 'isPlainObject',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' && value !== null && !Array.isArray(value),
      },
    },
    { ...options, message: `${label}${options.each ? '的每一项' : ''}应为对象` },
  );

/** As {@link trim}; an emptied field of a form is no value rather than an empty one. */
const trimToNull = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? cleanText(value) || null : value,
);

/** Text, trimmed. */
export function TextField(options: FieldOptions & { min?: number; max: number }) {
  const { label, min = 1, max } = options;
  return field(options, { type: String, minLength: min, maxLength: max }, [
    options.optional ? trimToNull : trim,
    IsString({ message: `${label}应为文字` }),
    options.optional ? undefined : IsNotEmpty({ message: `请填写${label}` }),
    min > 1 ? MinLength(min, { message: `${label}至少${min}个字` }) : undefined,
    MaxLength(max, { message: `${label}不能超过${max}个字` }),
    printable(label),
  ]);
}

/** Text of a fixed shape. */
export function PatternField(options: FieldOptions & { pattern: RegExp; hint: string }) {
  const { label, pattern, hint } = options;
  return field(options, { type: String, pattern: pattern.source }, [
    trim,
    Matches(pattern, { message: `${label}格式不对，应如${hint}` }),
  ]);
}

/** A mail address; an emptied one is none. */
export function EmailField(options: FieldOptions) {
  const { label } = options;
  return field(options, { type: String, format: 'email', maxLength: 254 }, [
    options.optional ? trimToNull : trim,
    Matches(EMAIL_PATTERN, { message: `${label}格式不对，应如zhang.san@example.gov.cn` }),
  ]);
}

/** One code of a code list. */
export function CodeField(list: CodeList, options: Partial<FieldOptions> = {}) {
  const label = options.label ?? list.title;
  return field(
    { ...options, label },
    { enum: [...list.codes], enumName: list.name },
    [IsIn(list.codes, { message: `${label}不是可选的代码` })],
    list,
  );
}

/** An emptied filter is no filter. */
const listOf = (text: string): string[] | undefined => {
  const parts = text.split(',').filter((part) => part !== '');
  return parts.length > 0 ? parts : undefined;
};

/** Several codes of a code list; in a query they may be repeated or separated by commas. */
export function CodesField(list: CodeList, options: Partial<FieldOptions> & { min?: number } = {}) {
  const label = options.label ?? list.title;
  return field(
    { ...options, label },
    { enum: [...list.codes], enumName: list.name, isArray: true },
    [
      Transform(({ value }: { value: unknown }) =>
        typeof value === 'string' ? listOf(value) : value,
      ),
      IsArray({ message: `${label}应为列表` }),
      options.min ? ArrayMinSize(options.min, { message: `请至少选择一项${label}` }) : undefined,
      ArrayMaxSize(list.codes.length, { message: `${label}选得太多` }),
      ArrayUnique({ message: `${label}有重复` }),
      IsIn(list.codes, { each: true, message: `${label}中有不可选的代码` }),
    ],
    list,
  );
}

/** Business date `YYYY-MM-DD` that exists in the calendar. */
export function DateField(options: FieldOptions) {
  return field(options, { type: String, format: 'date' }, [
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(/[\s\u3000]/g, '') : value,
    ),
    ValidateBy(
      { name: 'isBusinessDate', validator: { validate: isTypedDate } },
      { message: `${options.label}应为有效日期，如2020-05-09` },
    ),
  ]);
}

export function IntegerField(options: FieldOptions & { min?: number; max?: number }) {
  const { label, min = 0, max = 1_000_000_000 } = options;
  return field(options, { type: 'integer', minimum: min, maximum: max }, [
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt({ message: `${label}应为整数` }),
    Min(min, { message: `${label}不能小于${min}` }),
    Max(max, { message: `${label}不能大于${max}` }),
  ]);
}

/** Money in whole fen. */
export function FenField(options: FieldOptions) {
  return IntegerField({
    ...options,
    description: `${options.description ?? ''}单位：分`,
    min: 0,
    max: 100_000_000_000_00,
  });
}

/** A yes or no; in a query the texts `true` and `false`. */
export function FlagField(options: FieldOptions) {
  return field(options, { type: Boolean }, [
    Transform(
      ({ value, obj, key }: { value: unknown; obj: Record<string, unknown>; key: string }) => {
        const given = obj[key] ?? value;
        return given === 'true' ? true : given === 'false' ? false : given;
      },
    ),
    IsBoolean({ message: `${options.label}应为是或否` }),
  ]);
}

export function IdField(options: FieldOptions) {
  return field(options, { type: String, format: 'uuid' }, [
    IsUUID('all', { message: `${options.label}不是有效的编号` }),
  ]);
}

export function IdsField(options: FieldOptions & { max?: number }) {
  return field(options, { type: String, format: 'uuid', isArray: true }, [
    IsArray({ message: `${options.label}应为列表` }),
    ArrayMaxSize(options.max ?? 200, { message: `${options.label}太多` }),
    ArrayUnique({ message: `${options.label}有重复` }),
    IsUUID('all', { each: true, message: `${options.label}中有无效的编号` }),
  ]);
}

/**
 * A nested object with a body class of its own. The arrow keeps the name `type`, by which the OpenAPI
 * generator knows a class to be resolved later.
 */
export function ObjectField(type: () => new () => object, options: FieldOptions) {
  return field(options, { type: () => type() }, [
    Type(type),
    plainObject(options.label),
    ValidateNested({ message: `${options.label}应为对象` }),
  ]);
}

/** An object of any content, taken as it was sent; the command bounds it. */
export function JsonObjectField(options: FieldOptions) {
  return field(options, { type: 'object', additionalProperties: true }, [
    // The copy that the pipe makes would lose members called as those of every object.
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
    plainObject(options.label),
  ]);
}

/** A list of nested objects. */
export function ObjectsField(
  type: () => new () => object,
  options: FieldOptions & { min?: number; max?: number },
) {
  return field(options, { type: () => type(), isArray: true }, [
    Type(type),
    IsArray({ message: `${options.label}应为列表` }),
    options.min
      ? ArrayMinSize(options.min, { message: `请至少填写一项${options.label}` })
      : undefined,
    ArrayMaxSize(options.max ?? 100, {
      message: `${options.label}不能超过${options.max ?? 100}项`,
    }),
    plainObject(options.label, { each: true }),
    ValidateNested({ each: true, message: `${options.label}的每一项应为对象` }),
  ]);
}

/** A list of short texts. */
export function TextsField(
  options: FieldOptions & { max: number; min?: number; maxItems?: number },
) {
  const { label, max } = options;
  return field(options, { type: String, isArray: true }, [
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value)
        ? value.map((item: unknown) => (typeof item === 'string' ? cleanText(item) : item))
        : value,
    ),
    printable(label, { each: true }),
    IsArray({ message: `${label}应为列表` }),
    options.min ? ArrayMinSize(options.min, { message: `请至少填写一项${label}` }) : undefined,
    ArrayMaxSize(options.maxItems ?? 50, {
      message: `${label}不能超过${options.maxItems ?? 50}项`,
    }),
    IsString({ each: true, message: `${label}的每一项应为文字` }),
    MaxLength(max, { each: true, message: `${label}的每一项不能超过${max}个字` }),
  ]);
}
