// A picture of cells as one control: the pointer picks the cell under it, the arrow keys walk from cell to cell, and a
// screen reader hears each cell in words. Not here: what the cells show.

import React, { type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import styles from './styles.module.css';

interface Props {
  label: string;
  /** Number of the current cell, and how many there are. */
  value: number;
  count: number;
  /** The current cell in words. */
  text: string;
  /** Cell one to the right, or below; undefined = there is none. */
  neighbour(cell: number, right: number, down: number): number | undefined;
  /** Cell under a point of the picture, in its pixels. */
  cellAt(x: number, y: number): number | undefined;
  onPick(cell: number): void;
  onHover(cell: number | undefined): void;
  children: ReactNode;
}

const arrows: Record<string, [right: number, down: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function CellPicker({ label, value, count, text, neighbour, cellAt, onPick, onHover, children }: Props) {
  const under = (event: PointerEvent | React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(event.clientX - box.left, event.clientY - box.top);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    const to = arrow ? neighbour(value, ...arrow) : event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : undefined;
    if (!arrow && to === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) onPick(to);
  };
  return (
    <div
      className={styles.picker}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={value}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const cell = under(event);
        if (cell !== undefined) onPick(cell);
      }}
      onPointerMove={(event) => event.pointerType !== 'touch' && onHover(under(event))}
      onPointerLeave={() => onHover(undefined)}
    >
      {children}
    </div>
  );
}

/** One path for many equal squares: `inset` pixels smaller on every side. */
export function squares(places: readonly (readonly [x: number, y: number])[], width: number, height: number, inset = 0): string {
  return places.map(([x, y]) => `M${x + inset} ${y + inset}h${width - 2 * inset}v${height - 2 * inset}h${2 * inset - width}z`).join('');
}
