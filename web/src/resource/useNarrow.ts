import { onMounted, onUnmounted, type Ref, ref } from 'vue';

/** The width below which a table has no room: a phone held upright, or a window enlarged fourfold. */
const PHONE = '(max-width: 640px)';

/** Whether the window is as narrow as a phone, also after it was turned. */
export function useNarrow(): Ref<boolean> {
  const media = window.matchMedia(PHONE);
  const narrow = ref(media.matches);
  const follow = (): void => {
    narrow.value = media.matches;
  };
  onMounted(() => media.addEventListener('change', follow));
  onUnmounted(() => media.removeEventListener('change', follow));
  return narrow;
}
