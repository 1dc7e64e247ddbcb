import { instant, orDash } from '@/components/format';
import type { Fact } from '@/components/DetailHeader.vue';
import type { Report } from './report-kind';

const YEAR_LENGTH = 5;

/** The year once, so that a span has room on one line. */
const span = (from: string, to: string): string =>
  `${from} 至 ${from.slice(0, YEAR_LENGTH) === to.slice(0, YEAR_LENGTH) ? to.slice(YEAR_LENGTH) : to}`;

/** The head of a report; what does not concern it is left out. */
export function factsOf(report: Report): Fact[] {
  const fact = (label: string, value: string | null, numeric = false): Fact[] =>
    value ? [{ label, value, numeric }] : [];
  const { officialVersionNo, versionCount, returnCount, urgeCount } = report;
  return [
    { label: '填报单位', value: report.unit.name },
    { label: '接收单位', value: orDash(report.receiver?.name) },
    { label: '覆盖期', value: span(report.coversFrom, report.coversTo), numeric: true },
    { label: '报送要求', value: report.dueNotice },
    ...fact('重报期限', report.resubmitOn, true),
    ...fact('填报人', report.preparedByName),
    ...fact('首次报送', report.firstSubmittedAt && instant(report.firstSubmittedAt), true),
    ...fact('截止时点', report.asOf && instant(report.asOf), true),
    ...fact(
      '版本',
      versionCount > 0
        ? `共${versionCount}版${officialVersionNo ? `，第${officialVersionNo}版生效` : ''}`
        : null,
    ),
    ...fact('收到纸质件', report.paperReceivedOn, true),
    ...fact('退回', returnCount > 0 ? `${returnCount}次` : null),
    ...fact('催报', urgeCount > 0 ? `${urgeCount}次` : null),
  ];
}
