import { computed, type ComputedRef, ref } from 'vue';

/** A phone held upright, or a window enlarged fourfold: a table has no room there. */
export const PHONE_PX = 640;

const width = ref(window.innerWidth);
window.addEventListener('resize', () => (width.value = window.innerWidth));

/** Whether the window is at most so wide; follows a window that is resized and a phone that is turned. */
export const useNarrow = (px: number): ComputedRef<boolean> => computed(() => width.value <= px);
