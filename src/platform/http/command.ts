import {
  applyDecorators,
  HttpCode,
  Param,
  ParseIntPipe,
  ParseUUIDPipe,
  Post,
  type Type,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { RequiresIfMatch, Versioned } from './etag.js';
import { notFound } from './problem.js';

/** Path parameter `:id`; what is not an id does not exist. */
export const IdParam = (name = 'id'): ParameterDecorator =>
  Param(name, new ParseUUIDPipe({ exceptionFactory: () => notFound() }));

/** Path parameter that is a number; what is not one does not exist. */
export const NumberParam = (name: string): ParameterDecorator =>
  Param(name, new ParseIntPipe({ exceptionFactory: () => notFound() }));

/**
 * A step on a versioned record: `POST :id/<noun>` with `If-Match`, answered 200 with the record as it
 * then stands and its new `ETag`.
 */
export const StepRoute = (path: string, summary: string, answer: Type) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Versioned(),
    RequiresIfMatch(),
    ApiOperation({ summary }),
    ApiOkResponse({ type: answer }),
  );
