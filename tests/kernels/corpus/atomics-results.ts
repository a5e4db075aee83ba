import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'what atomics return: a ticket from atomicAdd, the old value from atomicExchange, both outcomes of compare-exchange',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> tickets: array<u32>;
@group(0) @binding(1) var<storage, read_write> state: array<atomic<i32>, 8>;
var<workgroup> next: atomic<u32>;

@compute @workgroup_size(21)
fn main(@builtin(local_invocation_index) lane: u32) {
  tickets[lane] = atomicAdd(&next, 3u);
  if (lane == 0u) {
    atomicStore(&state[7], atomicExchange(&state[0], 40));
    let hit = atomicCompareExchangeWeak(&state[1], 11, 50);
    let miss = atomicCompareExchangeWeak(&state[2], 999, 60);
    // Weak: a hit may fail for no reason; then the old value still says that it could have succeeded.
    atomicStore(&state[3], hit.old_value + 100 * i32(miss.exchanged));
    atomicStore(&state[4], miss.old_value);
    loop {
      let again = atomicCompareExchangeWeak(&state[5], atomicLoad(&state[5]), 70);
      if (again.exchanged) { break; }
    }
    atomicStore(&state[6], atomicSub(&state[6], 5) + atomicXor(&state[2], 1));
  }
  // Without any barrier SwiftShader gives each subgroup workgroup memory of its own.
  workgroupBarrier();
}
`,
  canonical: ({ tickets, ...rest }) => ({ ...rest, tickets: tickets!.slice().sort((a, b) => a - b) }),
  runs: () => [
    {
      workgroups: [1],
      buffers: { tickets: new Uint32Array(21), state: Int32Array.from({ length: 8 }, (_, k) => 10 + k) },
      expected: { tickets: list(21, (k) => 3 * k), state: [40, null, 13, 11, 12, 70, 28, 10] },
    },
  ],
});
