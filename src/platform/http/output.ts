import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { CodeList } from '../dictionary/code-list.js';
import { formatOf, namesField } from './field-names.js';

/** Properties of answers: OpenAPI only, nothing is checked at run time. Columns that may be empty are `null`. */
interface OutputOptions {
  readonly nullable?: boolean;
  readonly example?: unknown;
}

const out =
  (api: ApiPropertyOptions, list?: CodeList) =>
  (description: string, options: OutputOptions = {}): PropertyDecorator =>
    applyDecorators(
      ApiProperty({ ...api, description, ...options }),
      namesField({ label: description, list, format: formatOf(api) }),
    );

export const OutText = out({ type: String });
export const OutId = out({ type: String, format: 'uuid' });
export const OutDate = out({ type: String, format: 'date' });
export const OutInstant = out({ type: String, format: 'date-time' });
export const OutInteger = out({ type: 'integer' });
export const OutNumber = out({ type: Number });
export const OutFlag = out({ type: Boolean });
export const OutTexts = out({ type: String, isArray: true });

/** Money in whole fen. */
export const OutFen = (description: string, options: OutputOptions = {}): PropertyDecorator =>
  OutInteger(`${description}（分）`, options);

export const OutCode = (list: CodeList, options: OutputOptions = {}): PropertyDecorator =>
  out({ enum: [...list.codes], enumName: list.name }, list)(list.title, options);

export const OutObject = (
  type: () => new () => object,
  description: string,
  options: OutputOptions = {},
): PropertyDecorator => out({ type: () => type() })(description, options);

export const OutObjects = (type: () => new () => object, description: string): PropertyDecorator =>
  out({ type: () => type(), isArray: true })(description);

/** A record that another one points to, with the name people know it by. */
export class NamedRef {
  @OutId('编号')
  id: string;

  @OutText('名称', { example: '青禾镇人民政府' })
  name: string;
}
