// Lines from invocations to the elements that they read and write in this step: a read points at its invocation, a write
// at its element. Drawn over the pictures after they are laid out, since they cross from one to another.

import React, { useEffect, useId, useLayoutEffect, useRef, type RefObject } from 'react';
import type { Access } from './player/moment';
import styles from './styles.module.css';

/** Where a cell of a picture is, in pixels of the window; undefined = it is not shown. */
export type Anchor = (cell: number) => [x: number, y: number] | undefined;
/** By 'invocations', and 'memory:<n>'. */
export type Anchors = RefObject<Map<string, Anchor>>;

export const anchorOfSvg =
  (svg: SVGSVGElement | null, place: (cell: number) => [x: number, y: number] | undefined): Anchor =>
  (cell) => {
    const at = place(cell);
    const box = svg?.getBoundingClientRect();
    return at && box ? [box.left + at[0], box.top + at[1]] : undefined;
  };

interface Props {
  anchors: Anchors;
  stage: RefObject<HTMLElement | null>;
  accesses: readonly Access[];
  /** This invocation's line is drawn strong; the others thin, or not at all. */
  selected: number;
  all: boolean;
}

export function Wires({ anchors, stage, accesses, selected, all }: Props) {
  const group = useRef<SVGGElement>(null);
  const id = useId();
  const shown = accesses.filter((a) => all || a.invocation === selected).sort((a, b) => Number(a.invocation === selected) - Number(b.invocation === selected));

  // Every render may have moved a cell.
  const draw = () => {
    const origin = stage.current?.getBoundingClientRect();
    const paths = group.current?.children;
    if (!origin || !paths) return;
    shown.forEach((access, i) => {
      const lane = anchors.current.get('invocations')?.(access.invocation);
      const element = anchors.current.get(`memory:${access.memory}`)?.(access.element);
      const [from, to] = access.kind === 'load' ? [element, lane] : [lane, element];
      paths[i]?.setAttribute('d', from && to ? `M${from[0] - origin.left} ${from[1] - origin.top}L${to[0] - origin.left} ${to[1] - origin.top}` : '');
    });
  };
  useLayoutEffect(draw);
  // The invocations stay in view while the buffers scroll.
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => {
    const redraw = () => latest.current();
    addEventListener('scroll', redraw, { passive: true, capture: true });
    return () => removeEventListener('scroll', redraw, { capture: true });
  }, []);

  return (
    <svg className={styles.wires} aria-hidden="true">
      <defs>
        <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
          <path d="M0 0.5L8 4L0 7.5z" fill="var(--accent)" />
        </marker>
      </defs>
      <g ref={group}>
        {shown.map((access) => (
          <path key={access.event} data-selected={access.invocation === selected} markerEnd={access.invocation === selected ? `url(#${id})` : undefined} />
        ))}
      </g>
    </svg>
  );
}
