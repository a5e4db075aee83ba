import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'loop with continuing and break if, for with parts left out, while, continue and break across nests',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> n: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;

fn collatz(start: u32) -> u32 {
  var v = start;
  var steps = 0u;
  while v != 1u {
    if (v % 2u == 0u) { v /= 2u; } else { v = 3u * v + 1u; }
    steps++;
  }
  return steps;
}

fn odd_sum(limit: u32) -> u32 {
  var k = 0u;
  var s = 0u;
  loop {
    if (k % 2u == 0u) { continue; }
    s += k;
    continuing {
      let next = k + 1u;
      k = next;
      break if k >= limit;
    }
  }
  return s;
}

fn primes(limit: u32) -> u32 {
  var count = 0u;
  for (var c = 2u; c < limit; c++) {
    var prime = true;
    for (var d = 2u; ; d += 1u) {
      if (d * d > c) { break; }
      if (c % d != 0u) { continue; }
      prime = false;
      break;
    }
    if !prime { continue; }
    count++;
  }
  return count;
}

fn late(limit: u32) -> u32 {
  var k = limit;
  for (;;) {
    var j = 0u;
    loop {
      j++;
      if (j > 2u) { break; }
      if (k == 0u) { return j; }
      continuing { k--; }
    }
    if (k > 1000u) { return k; }
  }
}

@compute @workgroup_size(9)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&n)) { return; }
  let m = n[id.x];
  y[id.x] = vec4u(collatz(m), odd_sum(m), primes(m), late(m));
}
`,
  runs: ({ uints }) => {
    const n = Uint32Array.of(1, 2, 3, 27, ...uints(15, 1, 90));
    const collatz = (v: number): number => (v === 1 ? 0 : 1 + collatz(v % 2 ? 3 * v + 1 : v / 2));
    const primes = (limit: number) => list(Math.max(0, limit - 2), (c) => c + 2).filter((c) => list(c - 2, (d) => d + 2).every((d) => c % d)).length;
    // Each pass of late's inner loop takes two from k; it returns in the first or the second round.
    const late = (k: number) => (k % 2 === 0 ? 1 : 2);
    const odd = (limit: number) => list(Math.max(1, limit), (k) => (k % 2 ? k : 0)).reduce((s, k) => s + k, 0);
    return [{ workgroups: [3], buffers: { n, y: new Uint32Array(4 * n.length) }, expected: { y: Array.from(n, (m) => [collatz(m), odd(m), primes(m), late(m)]).flat() } }];
  },
});
