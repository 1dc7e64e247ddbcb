import { type ShallowRef, shallowRef } from 'vue';
import { useQueryClient } from '@tanstack/vue-query';
import { ElMessage, ElMessageBox } from 'element-plus';
import { textOf } from '@/api/errors';
import type { BulkAction, Resource, Row } from './types';

/** The rows that a person has ticked, and what is done with them. */
export function useBulk<R extends Row>(
  resource: () => Resource<R>,
  clear: () => void,
): { selected: ShallowRef<readonly R[]>; runBulk: (action: BulkAction<R>) => Promise<void> } {
  const queryClient = useQueryClient();
  const selected = shallowRef<readonly R[]>([]);

  async function agreed(
    { label, asks }: BulkAction<R>,
    fitting: number,
    skipped: number,
  ): Promise<boolean> {
    if (asks) return true;
    const rest = skipped > 0 ? `，另有${skipped}项状态不符，自动跳过` : '';
    const answer = await ElMessageBox.confirm(
      `将对${fitting}项${resource().noun}“${label}”${rest}。`,
      label,
      { type: 'warning', confirmButtonText: label },
    ).catch(() => undefined);
    return answer !== undefined;
  }

  async function runBulk(action: BulkAction<R>): Promise<void> {
    const { fits } = action;
    const fitting = fits ? selected.value.filter((row) => fits(row)) : selected.value;
    if (fitting.length === 0) {
      ElMessage.warning(`所选${selected.value.length}项都不能“${action.label}”`);
      return;
    }
    if (!(await agreed(action, fitting.length, selected.value.length - fitting.length))) return;
    try {
      const done = await action.run(fitting);
      if (done === undefined) return;
      if (done) ElMessage.success(done);
      clear();
      await queryClient.invalidateQueries({ queryKey: [resource().key] });
    } catch (fault) {
      ElMessage.error(textOf(fault));
    }
  }
  return { selected, runBulk };
}
