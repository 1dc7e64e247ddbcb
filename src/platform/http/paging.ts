import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from './fields.js';

export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** Query of every list; lists extend it with their filters. */
export class PageQuery {
  @IntegerField({ label: '页码', optional: true, min: 1, max: 1_000_000, example: 1 })
  page: number = 1;

  @IntegerField({ label: '每页条数', optional: true, min: 1, max: 200, example: 20 })
  pageSize: number = 20;
}

/** What a list is asked for, apart from which page of it. */
export type FiltersOf<Query extends PageQuery> = Omit<Query, keyof PageQuery>;

/** OpenAPI class of a page of `Item`, named `<Item>Page`. */
export function pageOf<T extends object>(Item: new () => T): new () => Page<T> {
  class PageBody implements Page<T> {
    @ApiProperty({ type: Item, isArray: true, description: '本页记录' })
    items: T[];

    @ApiProperty({ type: 'integer', description: '符合条件的总数', example: 31 })
    total: number;

    @ApiProperty({ type: 'integer', description: '页码', example: 1 })
    page: number;

    @ApiProperty({ type: 'integer', description: '每页条数', example: 20 })
    pageSize: number;
  }
  Object.defineProperty(PageBody, 'name', { value: `${Item.name}Page` });
  return PageBody;
}

export const offsetOf = (query: PageQuery): number => (query.page - 1) * query.pageSize;
