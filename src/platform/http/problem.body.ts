import { OutInteger, OutObjects, OutText } from './output.js';

export class FieldFaultBody {
  @OutText('字段路径', { example: 'items[0].dueOn' }) path: string;
  @OutText('代码，稳定不变', { example: 'IN_FUTURE' }) code: string;
  @OutText('中文说明', { example: '日期不能晚于今天' }) message: string;
}

/** Body of every error, `application/problem+json`. */
export class ProblemBody {
  @OutText('类型', { example: 'about:blank' }) type: string;
  @OutText('标题', { example: '不符合业务规则' }) title: string;
  @OutInteger('HTTP 状态', { example: 422 }) status: number;
  @OutText('代码，稳定不变，见 docs/error-codes.md', { example: 'STALE_VERSION' }) code: string;
  @OutText('中文说明') detail: string;
  @OutText('追踪号，报告系统错误时请告知') traceId: string;
  @OutObjects(() => FieldFaultBody, '有误的字段，没有时省略') errors?: FieldFaultBody[];
}
