import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';

/**
 * A field of a PATCH body: may be left out, but when it is there it must be valid. `optional` of the
 * field decorators would let `null` and the empty text through. Goes above the field decorator.
 */
export const MayBeLeftOut = () =>
  applyDecorators(
    ApiProperty({ required: false }),
    ValidateIf((_body, value) => value !== undefined),
  );
