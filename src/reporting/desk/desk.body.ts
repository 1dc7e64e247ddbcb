import { ApiProperty } from '@nestjs/swagger';
import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';
import {
  OutCode,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';

export const TODO_KIND = codeList('TodoKind', '待办性质', {
  todo: '须本人办理',
  warn: '预警',
  info: '提示',
});
export type TodoKind = CodeOf<typeof TODO_KIND>;

/** In whose name a deputy does it. */
export class TodoPrincipal {
  @OutId('代理；办理时放入请求头 X-Acting-For') delegationId: string;
  @OutText('被代理人', { example: '科室负责人' }) name: string;
}

export class TodoGroup {
  @OutText('待办事项的代码', { example: 'acknowledge' }) key: string;
  @OutText('名称', { example: '待我签收' }) label: string;
  @OutInteger('件数') count: number;
  @OutCode(TODO_KIND) kind: TodoKind;
  @OutText('列表的地址，/api/之后', { example: 'issues' }) list: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: '列表的查询条件，正好查出这些记录',
    example: { myStep: 'acknowledge' },
  })
  query: Record<string, string>;
  @OutObject(() => TodoPrincipal, '代谁办理；本人的为空', { nullable: true })
  actingFor: TodoPrincipal | null;
}

export class TodoBody {
  @OutObjects(() => TodoGroup, '各类待办，含代他人办理的；无权办理的不列') groups: TodoGroup[];
  @OutInteger('须本人办理的合计，用于角标') total: number;
}
