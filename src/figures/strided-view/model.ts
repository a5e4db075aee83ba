// Views of one small matrix, and what a warp would move if it read the same view of a large one.

import { broadcastTo, contiguous, isContiguous, offsetsOf, reshape, slice, transpose, type View } from '@site/src/engine/strided';
import { accessOf, WARP_SIZE } from '@site/src/gpu/simt';

export interface State {
  rows: number;
  columns: number;
  view: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { rows: 3, columns: 4, view: 'transpose' };

export const choices = [
  { value: 'stored', label: 'as it is stored' },
  { value: 'transpose', label: 'transposed' },
  { value: 'left', label: 'left half of the columns' },
  { value: 'every', label: 'every second row' },
  { value: 'one', label: 'second row alone' },
  { value: 'backwards', label: 'rows in reverse order' },
  { value: 'bias', label: 'first row, broadcast to all' },
] as const;

/** The chosen view of a contiguous matrix. */
export function viewOf(choice: string, rows: number, columns: number): View {
  const matrix = contiguous([rows, columns]);
  switch (choice) {
    case 'transpose':
      return transpose(matrix, 0, 1);
    case 'left':
      return slice(matrix, 1, { start: 0, length: Math.ceil(columns / 2) });
    case 'every':
      return slice(matrix, 0, { start: 0, length: Math.ceil(rows / 2), step: 2 });
    case 'one':
      return slice(matrix, 0, { start: 1, length: 1 });
    case 'backwards':
      return slice(matrix, 0, { start: rows - 1, length: rows, step: -1 });
    case 'bias':
      return broadcastTo(slice(matrix, 0, { start: 0, length: 1 }), [rows, columns]);
    default:
      return matrix;
  }
}

/** Side of the large matrix of which a warp reads. */
export const LARGE = 1024;

export function stridedView(state: State) {
  const view = viewOf(state.view, state.rows, state.columns);
  const large = viewOf(state.view, LARGE, LARGE);
  const lanes = Array.from({ length: WARP_SIZE }, (_, lane) => 4 * (large.offset + lane * large.strides[1]!));
  const elements = offsetsOf(view);
  return {
    view,
    elements,
    stored: state.rows * state.columns,
    contiguous: isContiguous(view),
    flat: reshape(view, [elements.length]),
    access: accessOf(lanes, 4),
  };
}
