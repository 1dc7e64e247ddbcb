import { onBeforeUnmount, ref, type Ref } from 'vue';

/** A phone held upright: dialogs take the whole window. Follows the window while it is turned. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(max-width: 599px)');
  const narrow = ref(query.matches);
  const follow = (): void => void (narrow.value = query.matches);
  // `addEventListener` of a media query is missing in older browsers of offices.
  window.addEventListener('resize', follow);
  onBeforeUnmount(() => window.removeEventListener('resize', follow));
  return narrow;
}
