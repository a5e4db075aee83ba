// Bits of a value read as another type of the same size (WGSL section 17.2): which pairs there are, and the value of a constant.

import { halfBits, halfFromBits } from './builtin-values';
import { ConstantError, type Constant } from './constants';
import { scalarOf, shapeOf } from './type-rules';
import type { AnyScalar, Type } from './types';

const bytesOf = (type: Type): number => shapeOf(type) * (scalarOf(type) === 'f16' ? 2 : 4);

/** Both concrete and numeric, scalars or vectors, of one size. */
export function canBitcast(from: Type, to: Type): boolean {
  const numeric = (type: Type) => shapeOf(type) > 0 && scalarOf(type) !== 'bool';
  return numeric(from) && numeric(to) && bytesOf(from) === bytesOf(to);
}

export function bitcastValue(value: Constant, from: Type, to: Type): Constant {
  const view = new DataView(new ArrayBuffer(16));
  const list = Array.isArray(value) ? value : [value];
  list.forEach((component, i) => put(view, i, scalarOf(from)!, component as number));
  const result = Array.from({ length: shapeOf(to) }, (_, i) => take(view, i, scalarOf(to)!));
  if (result.some((component) => !Number.isFinite(component))) throw new ConstantError('these bits are not a finite number');
  return to.kind === 'vec' ? result : result[0]!;
}

function put(view: DataView, i: number, of: AnyScalar, value: number): void {
  if (of === 'f16') view.setUint16(2 * i, halfBits(value), true);
  else if (of === 'f32') view.setFloat32(4 * i, value, true);
  else view.setUint32(4 * i, value, true);
}

function take(view: DataView, i: number, of: AnyScalar): number {
  if (of === 'f16') return halfFromBits(view.getUint16(2 * i, true));
  if (of === 'f32') return view.getFloat32(4 * i, true);
  return of === 'i32' ? view.getInt32(4 * i, true) : view.getUint32(4 * i, true);
}
