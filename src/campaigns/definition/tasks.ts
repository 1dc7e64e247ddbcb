import {
  CodeField,
  CodesField,
  DateField,
  ObjectsField,
  TextField,
  TextsField,
} from '../../platform/http/fields.js';
import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';
import { CATEGORY_REFERENCE, type CategoryReference } from '../codes/problem-category.js';
import { KeyField } from './fields.js';

export const TASK_KIND = codeList('TaskKind', '任务性质', {
  KEY_TASK: '重点任务',
  WORK_MEASURE: '工作措施',
});
export type TaskKind = CodeOf<typeof TASK_KIND>;

/** One thing the notice asks to be checked or done (“重点检查……”). */
export class CheckItem {
  @KeyField({ label: '检查事项编号', example: 'T1-1' })
  id: string;

  @TextField({ label: '检查事项名称', max: 200 })
  title: string;

  @TextField({ label: '检查内容', max: 2000, description: '照录通知原文' })
  text: string;

  @CodesField(CATEGORY_REFERENCE, {
    label: '对应的问题类别',
    optional: true,
    description: '没有对应问题的事项（学习、宣传）留空',
  })
  categories: CategoryReference[] = [];

  @DateField({ label: '完成时限', optional: true })
  dueOn?: string;
}

/** 重点任务 or 工作措施 with its check items. */
export class TaskGroup {
  @KeyField({ label: '任务编号', example: 'T1' })
  id: string;

  @CodeField(TASK_KIND, { optional: true })
  kind: TaskKind = 'KEY_TASK';

  @TextField({ label: '任务名称', max: 200 })
  title: string;

  @TextField({ label: '任务要求', optional: true, max: 2000 })
  requirement?: string;

  @TextsField({ label: '责任科室（单位）', optional: true, max: 100, maxItems: 20 })
  responsible: string[] = [];

  @ObjectsField(() => CheckItem, { label: '检查事项', min: 1, max: 60 })
  items: CheckItem[];
}

/** A category that the campaign uses, if need be under its own name. */
export class CampaignCategory {
  @CodeField(CATEGORY_REFERENCE, { label: '问题类别' })
  code: CategoryReference;

  @TextField({ label: '本专项名称', optional: true, max: 100 })
  label?: string;
}
