import { onBeforeUnmount, onMounted, shallowReactive } from 'vue';
import { ElMessageBox } from 'element-plus';
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router';

/** Resolves to true when the person gives up what was typed. */
export const confirmLeaving = (): Promise<boolean> =>
  ElMessageBox.confirm('填写的内容还没有提交，确定离开吗？', '离开本页', {
    type: 'warning',
    confirmButtonText: '离开',
    cancelButtonText: '继续填写',
  }).then(
    () => true,
    () => false,
  );

const guards = shallowReactive(new Set<() => boolean>());

/** True while something typed and not sent stands on the page. */
export const isTyping = (): boolean => [...guards].some((isDirty) => isDirty());

/** Asks before a page with unsent content is left, by a link, by the back button or by closing it. */
export function useLeaveGuard(isDirty: () => boolean): void {
  const ask = (): true | Promise<boolean> => !isDirty() || confirmLeaving();
  onBeforeRouteLeave(ask);
  onBeforeRouteUpdate((to: RouteLocationNormalized, from: RouteLocationNormalized) =>
    to.path === from.path ? true : ask(),
  );
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (isDirty()) event.preventDefault();
  };
  onMounted(() => {
    guards.add(isDirty);
    window.addEventListener('beforeunload', onUnload);
  });
  onBeforeUnmount(() => {
    guards.delete(isDirty);
    window.removeEventListener('beforeunload', onUnload);
  });
}
