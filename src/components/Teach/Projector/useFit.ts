// The largest text with which a box's contents fit into it without scrolling, between two bounds; a zoom goes beyond what fits.

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Of the window's height. */
export interface Bounds {
  smallest: number;
  largest: number;
}

const STEPS = 7;

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

/** Sets the font size of `box`; `what` names its contents, another one is fitted anew. */
export function useFit(zoom: number, what: string, { smallest, largest }: Bounds): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const [resized, setResized] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const height = window.innerHeight;
    const fits = (size: number) => {
      element.style.fontSize = `${size}px`;
      return element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1;
    };
    const size = largestThatFits(smallest * height, largest * height, fits);
    element.style.fontSize = `${size * zoom}px`;
  }, [zoom, what, resized, smallest, largest]);
  useLayoutEffect(() => {
    const again = () => setResized((n) => n + 1);
    const observer = new ResizeObserver(again);
    if (box.current) observer.observe(box.current);
    // Its own face changes the width of a text.
    void document.fonts?.ready.then(again);
    return () => observer.disconnect();
  }, []);
  return box;
}
