import { Controller, type DynamicModule, Get, Inject, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../http/access.js';
import type { CodeList } from './code-list.js';

const CODE_LISTS = Symbol('CODE_LISTS');

interface DictionaryEntry {
  title: string;
  items: { code: string; label: string }[];
}

/** Every code list with its Chinese labels: the one source for screens, PDF and Excel. */
@ApiTags('operations')
@Controller('dictionary')
class DictionaryController {
  private readonly body: Record<string, DictionaryEntry>;

  constructor(@Inject(CODE_LISTS) lists: readonly CodeList[]) {
    this.body = Object.fromEntries(
      lists.map((list) => [
        list.name,
        {
          title: list.title,
          items: list.codes.map((code) => ({ code, label: list.labels[code] ?? code })),
        },
      ]),
    );
  }

  @SignedIn()
  @Get()
  @ApiOperation({ summary: '全部代码及中文名称' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['title', 'items'],
        properties: {
          title: { type: 'string' },
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['code', 'label'],
              properties: { code: { type: 'string' }, label: { type: 'string' } },
            },
          },
        },
      },
      example: { Severity: { title: '严重程度', items: [{ code: 'GENERAL', label: '一般' }] } },
    },
  })
  all(): Record<string, DictionaryEntry> {
    return this.body;
  }
}

@Module({})
export class DictionaryModule {
  static forRoot(lists: readonly CodeList[]): DynamicModule {
    return {
      module: DictionaryModule,
      controllers: [DictionaryController],
      providers: [{ provide: CODE_LISTS, useValue: lists }],
    };
  }
}
