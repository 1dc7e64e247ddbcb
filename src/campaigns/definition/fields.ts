import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PatternField } from '../../platform/http/fields.js';

/** Identifiers inside a definition: `QJ-M`, `T1-2`. */
export function KeyField(options: { label: string; example: string }) {
  return applyDecorators(
    PatternField({
      ...options,
      pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/,
      hint: options.example,
    }),
  );
}

/** A list of whole numbers of days, each once. */
export function DaysField(options: { label: string; max: number; example: number[] }) {
  const { label, max, example } = options;
  return applyDecorators(
    ApiProperty({ type: 'integer', isArray: true, required: false, description: label, example }),
    IsOptional(),
    IsArray({ message: `${label}应为列表` }),
    ArrayMaxSize(10, { message: `${label}不能超过10项` }),
    ArrayUnique({ message: `${label}有重复` }),
    IsInt({ each: true, message: `${label}的每一项应为整数` }),
    Min(0, { each: true, message: `${label}的每一项不能小于0` }),
    Max(max, { each: true, message: `${label}的每一项不能大于${max}` }),
  );
}

/** YAML reads an unquoted `2020` or `01` as a number; where a text is meant it becomes one again. */
export function NumbersAsText() {
  const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
  return Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map(asText) : asText(value),
  );
}
