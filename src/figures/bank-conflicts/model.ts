// One read of workgroup memory by one warp, for a chosen stride: which words each bank must serve, by the model of src/gpu/simt,
// and the kernel that makes the same access. Not here: running it (measure.ts).

import { wholeBetween } from '@site/src/components/Figure/state';
import type { SmallKernel } from '@site/src/gpu/microscope/once';
import { bankAccessOf, BANKS, WARP_SIZE } from '@site/src/gpu/simt';

export interface State {
  stride: number;
  first: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { stride: 8, first: 0 };
export const MOST_STRIDE = 64;

export const accessState = (state: State) => ({ stride: wholeBetween(state.stride, 0, MOST_STRIDE), first: wholeBetween(state.first, 0, BANKS - 1) });

export function bankAccess(given: State) {
  const { stride, first } = accessState(given);
  const words = Array.from({ length: WARP_SIZE }, (_, lane) => first + stride * lane);
  const access = bankAccessOf(words);
  /** Different words wanted of each bank, ascending: served one after the other. */
  const queues = Array.from({ length: BANKS }, (_, bank) => [...new Set(words.filter((word) => word % BANKS === bank))]);
  return { ...access, words, queues, banksUsed: queues.filter((queue) => queue.length > 0).length };
}

/** The line that is counted. */
export const READ = 'let x = tile[i];';

/** One warp that fills a tile, word by word, and reads it once at the stride. */
export function kernelOf(given: State): SmallKernel {
  const { stride, first } = accessState(given);
  const words = WARP_SIZE * Math.ceil((first + stride * (WARP_SIZE - 1) + 1) / WARP_SIZE);
  const source = `@group(0) @binding(0) var<storage, read_write> result: array<f32>;
var<workgroup> tile: array<f32, ${words}>;

@compute @workgroup_size(32)
fn read_once(@builtin(local_invocation_index) lane: u32) {
  for (var word = lane; word < ${words}u; word += 32u) {
    tile[word] = f32(word);
  }
  workgroupBarrier();
  let i = ${first}u + ${stride}u * lane;
  ${READ}
  result[lane] = x;
}
`;
  return { source, dispatch: { entry: 'read_once', workgroups: [1], buffers: { result: new Float32Array(WARP_SIZE) } } };
}

/** What the microscope counted on the line of the read. */
export interface MeasuredRead {
  requests: number;
  passes: number;
}
