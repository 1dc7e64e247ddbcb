import { nextTick, onMounted, onUnmounted, type Ref, ref } from 'vue';

interface GridKeys<R> {
  readonly rows: () => readonly R[];
  readonly mark: (row: R | undefined) => void;
  readonly toggle: (row: R) => void;
  readonly open: (row: R) => void;
}

const TYPING = /^(INPUT|TEXTAREA|SELECT)$/;

/** `/` goes to the keyword field; in the table ↑ ↓ move, space ticks and enter opens. */
export function useGridKeys<R>(
  root: Ref<HTMLElement | undefined>,
  { rows, mark, toggle, open }: GridKeys<R>,
): { onGridKey: (event: KeyboardEvent) => void; restart: () => void } {
  const cursor = ref(-1);

  function toKeyword(event: KeyboardEvent): void {
    if (event.key !== '/' || TYPING.test((event.target as HTMLElement).tagName)) return;
    const field = root.value?.querySelector<HTMLInputElement>('.keyword input');
    if (!field) return;
    event.preventDefault();
    field.focus();
  }
  onMounted(() => window.addEventListener('keydown', toKeyword));
  onUnmounted(() => window.removeEventListener('keydown', toKeyword));

  function move(by: number, grid: HTMLElement): void {
    cursor.value = Math.min(rows().length - 1, Math.max(0, cursor.value + by));
    mark(rows()[cursor.value]);
    void nextTick(() =>
      grid
        .querySelectorAll('.el-table__body tbody tr')
        [cursor.value]?.scrollIntoView({ block: 'nearest' }),
    );
  }

  function onGridKey(event: KeyboardEvent): void {
    const grid = event.currentTarget as HTMLElement;
    if (event.target !== grid || rows().length === 0) return;
    const row = rows()[cursor.value];
    if (event.key === 'ArrowDown') move(1, grid);
    else if (event.key === 'ArrowUp') move(-1, grid);
    else if (event.key === ' ' && row) toggle(row);
    else if (event.key === 'Enter' && row) open(row);
    else return;
    event.preventDefault();
  }

  const restart = (): void => {
    cursor.value = -1;
    mark(undefined);
  };
  return { onGridKey, restart };
}
