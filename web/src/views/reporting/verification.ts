import type { Schemas } from '@/api/client';

type Verification = Schemas['VerificationBody'];

export interface Proof {
  readonly title: string;
  readonly faults: Verification['faults'];
}

/** The server's checks by what people would ask: is it the same text, the same row of versions … */
const GROUPS: readonly { readonly title: string; readonly checks: readonly string[] }[] = [
  {
    title: '封存内容：与摘要和审计日志中的登记一致，没有改动过',
    checks: ['HASH', 'CONTENT', 'HEADER', 'SUMMARY', 'AUDIT'],
  },
  { title: '版本链：各版本首尾相连，没有缺失', checks: ['CHAIN', 'MISSING', 'WINDOW', 'OPENING'] },
  {
    title: '对账：期初加减本期变动等于期末，与台账分录和下级报告一致',
    checks: [
      'BALANCE',
      'EQUATION',
      'ROWS',
      'ENTRY',
      'SUM',
      'WHOLE',
      'BOOKS',
      'CONSOLIDATION',
      'CHILD',
    ],
  },
];
const FILES = '文件：PDF、工作簿和附件与封存时一致';

/** Every fault under one heading; what no heading knows stands under the last. */
export function proofsOf({ faults }: Verification): Proof[] {
  const known = GROUPS.flatMap(({ checks }) => checks);
  return [
    ...GROUPS.map(({ title, checks }) => ({
      title,
      faults: faults.filter(({ check }) => checks.includes(check)),
    })),
    { title: FILES, faults: faults.filter(({ check }) => !known.includes(check)) },
  ];
}
