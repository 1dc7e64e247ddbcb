import type { Schemas } from '@/api/client';
import type { Tone } from '@/components/tones';

type Act = Schemas['ReportHistoryItem'];
type Label = (list: string, code: string | null | undefined) => string;

const TONES: Readonly<Record<string, Tone>> = {
  'report.submit': 'primary',
  'report.accept': 'success',
  'report.consolidate': 'success',
  'report.return': 'danger',
  'report.missed': 'danger',
  'report.urge': 'warning',
  'report.shift': 'warning',
};

export const toneOfAct = (action: string): Tone => TONES[action] ?? 'info';

const textAt = (detail: Act['detail'], key: string): string | undefined => {
  const value = detail[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What the audit log kept of an act, as far as people ask for it. */
export function notesOf({ detail }: Act, label: Label): string[] {
  const line = (key: string, name: string, list?: string): string[] => {
    const value = textAt(detail, key);
    return value ? [`${name}：${list ? label(list, value) : value}`] : [];
  };
  const { versionNo } = detail;
  return [
    ...(typeof versionNo === 'number' ? [`第${versionNo}版`] : []),
    ...line('reasonCode', '原因', 'ReturnReason'),
    ...line('reason', '原因'),
    ...line('demand', '要求'),
    ...line('opinion', '意见'),
    ...line('channel', '方式', 'UrgeChannel'),
    ...line('note', '内容'),
    ...line('fileName', '文件'),
    ...line('newDueOn', '改为'),
  ];
}
