// bitcast: the same bits as another type, through 32-bit words (or 16-bit halves where f16 takes part).

import type { Scalar } from '../../wgsl/types';
import type { Context } from './context';

export function bitcast(ctx: Context, from: Scalar, to: Scalar, leaves: string[]): string[] {
  if (from === to) return leaves;
  if (from === 'f16') {
    const words: string[] = [];
    for (let i = 0; i < leaves.length; i += 2) words.push(ctx.code.temp(`R.toHalf(${leaves[i]})|R.toHalf(${leaves[i + 1]})<<16`));
    return words.map((word) => fromWord(word, to));
  }
  const words = leaves.map((leaf) => (from === 'f32' ? `R.bitsOf(${leaf})` : leaf));
  if (to !== 'f16') return words.map((word) => fromWord(word, to));
  return words.flatMap((word) => {
    const name = ctx.code.atom(word);
    return [`H[${name}&65535]`, `H[${name}>>>16]`];
  });
}

const fromWord = (word: string, to: Scalar): string => (to === 'f32' ? `R.floatOf(${word})` : word);
