/* Runs inside the page, beside axe: what of the layout stands in somebody's way. */
(() => {
  const ACTIONS =
    'button, a[href], [role="button"], [role="tab"], [role="switch"], label.el-radio-button';
  /** Half pixels are rounded one way or the other. */
  const TOLERANCE = 1;

  const isSeen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { width, height, right, bottom } = element.getBoundingClientRect();
    // What only screen readers and the keyboard meet is one pixel large or beyond the edge.
    return width > 1 && height > 1 && right > 0 && bottom > 0;
  };
  /** The head of a table is scrolled along with its body. */
  const scrolls = (element, overflow) =>
    /auto|scroll/.test(overflow) || element.matches('.el-table__header-wrapper');
  const clips = (overflow) => overflow === 'hidden' || overflow === 'clip';

  /** By how many pixels the page, or its part that scrolls down, is wider than its window. */
  const overflow = () =>
    [document.documentElement, document.querySelector('#main')]
      .filter(Boolean)
      .reduce((most, { scrollWidth, clientWidth }) => Math.max(most, scrollWidth - clientWidth), 0);

  /** Lists shorten the names of records, which the pointer and the record tell in full; never what is to be done. */
  const mayBeShortened = (action, cutter) =>
    action.tagName === 'A' && getComputedStyle(cutter).textOverflow === 'ellipsis';

  /** Whether the words of an action do not fit into it. */
  const wordsAreCut = (action) =>
    [action, ...action.querySelectorAll('*')].some((part) => {
      const { overflowX, display } = getComputedStyle(part);
      return (
        display !== 'inline' &&
        clips(overflowX) &&
        part.scrollWidth > part.clientWidth + TOLERANCE &&
        isSeen(part) &&
        !mayBeShortened(action, part)
      );
    });

  /** Whether a part of an action lies where nobody gets to, not even by scrolling. */
  const isOutOfReach = (action) => {
    let { left, right } = action.getBoundingClientRect();
    for (let outer = action.parentElement; outer; outer = outer.parentElement) {
      const { overflowX } = getComputedStyle(outer);
      const box = outer.getBoundingClientRect();
      const sticksOut = left < box.left - TOLERANCE || right > box.right + TOLERANCE;
      if (scrolls(outer, overflowX)) ({ left, right } = box);
      else if (clips(overflowX) && sticksOut) return !mayBeShortened(action, outer);
    }
    return left < -TOLERANCE || right > innerWidth + TOLERANCE;
  };

  const nameOf = (action) => action.textContent.trim() || action.parentElement.textContent;
  const describe = (action) =>
    `${action.tagName.toLowerCase()}.${action.className} ${nameOf(action).trim().slice(0, 40)}`;

  const cutActions = () =>
    [...document.querySelectorAll(ACTIONS)]
      .filter((action) => isSeen(action) && (wordsAreCut(action) || isOutOfReach(action)))
      .map(describe);

  /**
   * Which elements of the screen are seen, and which of them scroll: where this is the same, axe finds the
   * same. Menu and head are those of every other screen.
   */
  const layout = () =>
    [...document.querySelectorAll('#main *')]
      .filter(isSeen)
      .map((element) => {
        const { tagName, scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
        const isLarger = scrollWidth > clientWidth || scrollHeight > clientHeight;
        const { overflow } = isLarger ? getComputedStyle(element) : { overflow: '' };
        return scrolls(element, overflow) ? `${tagName}+` : tagName;
      })
      .join(' ');

  window.look = { overflow, cutActions, layout };
})();
