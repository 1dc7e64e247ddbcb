import type { Schemas } from '@/api/client';
import type { Tone } from '@/components/tones';

type Duty = Schemas['DutyBody'];
type Awaited = Pick<Duty, 'daysLeft' | 'status' | 'soft'>;

const SOON_DAYS = 3;

/** `还剩3天`, by the server's day; undefined where nothing is awaited. */
export function countdown({
  daysLeft,
  status,
}: Pick<Duty, 'daysLeft' | 'status'>): string | undefined {
  if (daysLeft === null) return undefined;
  const again = status === 'RETURNED' ? '重报' : '';
  if (daysLeft === 0) return `今天${again}到期`;
  return daysLeft > 0 ? `距${again}到期${daysLeft}天` : `${again}逾期${-daysLeft}天`;
}

/** How it stands with time, as a colour that repeats the words. */
export function urgency({ daysLeft, status, soft }: Awaited): Tone {
  if (status === 'RETURNED') return 'danger';
  if (daysLeft === null || soft) return 'info';
  if (daysLeft < 0) return 'danger';
  return daysLeft <= SOON_DAYS ? 'warning' : 'info';
}
