// The largest text with which a box's contents fit into it without scrolling, between two bounds; a zoom goes beyond what fits.

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Of the window's height, or of three quarters of its width where that is less. */
export interface Bounds {
  smallest: number;
  largest: number;
}

const STEPS = 7;
/** On a screen in one's hand, in px. */
const LEGIBLE = 15;

/** The largest of the sizes from `low` to `high` that fits, by halving; `low` when none does. */
export function largestThatFits(low: number, high: number, fits: (size: number) => boolean): number {
  if (fits(high)) return high;
  let [below, above] = [low, high];
  for (let step = 0; step < STEPS; step++) {
    const middle = (below + above) / 2;
    if (fits(middle)) below = middle;
    else above = middle;
  }
  return below;
}

/** Sets the font size of `box`, and says whether all of it can be seen; `what` names its contents, another one is fitted anew. */
export function useFit(zoom: number, what: string, { smallest, largest }: Bounds): { box: RefObject<HTMLDivElement | null>; isWhole: boolean } {
  const box = useRef<HTMLDivElement>(null);
  const [isWhole, setWhole] = useState(true);
  const [resized, setResized] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const height = Math.min(window.innerHeight, 0.75 * window.innerWidth);
    const fits = (size: number) => {
      element.style.fontSize = `${size}px`;
      // Code scrolls in a box of its own, which nobody in a hall can.
      return [element, ...element.querySelectorAll('pre')].every((box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1);
    };
    const size = largestThatFits(Math.max(LEGIBLE, smallest * height), Math.max(LEGIBLE, largest * height), fits);
    // `fits` leaves the size set.
    setWhole(fits(size * zoom));
  }, [zoom, what, resized, smallest, largest]);
  useLayoutEffect(() => {
    const again = () => setResized((n) => n + 1);
    const observer = new ResizeObserver(again);
    if (box.current) observer.observe(box.current);
    // Its own face changes the width of a text.
    void document.fonts?.ready.then(again);
    return () => observer.disconnect();
  }, []);
  return { box, isWhole };
}
