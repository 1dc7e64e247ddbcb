import { Param, ParseIntPipe } from '@nestjs/common';
import { notFound } from '../../platform/http/problem.js';

/** Path parameter `:n`, the number of a reply; what is not a number does not exist. */
export const ReplyNoParam = (): ParameterDecorator =>
  Param('n', new ParseIntPipe({ exceptionFactory: () => notFound() }));
