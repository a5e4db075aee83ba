// The machine: waiting invocations, budgets, orders, and what it finds by itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMicroscope } from '..';
import type { Dispatch, GpuArray } from '../../kernel';
import { checkModule, instantiate } from '../../wgsl/check';
import { compile } from '../compile/compile';
import type { Finding, RunOptions } from '../results';
import { FindingList } from '../watching';
import { MachineFindings } from './findings';
import { bindMemories } from './memory';
import { invocationOrder, Permutation } from './order';
import { runMachine } from './run';

function run(source: string, dispatch: Partial<Dispatch> & { buffers: Record<string, GpuArray> }, options: Partial<RunOptions> = {}) {
  const microscope = openMicroscope(source);
  expect(microscope.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return microscope.run({ entry: 'main', workgroups: [1], ...dispatch }, { watch: 'none', ...options });
}

const out = (n: number) => ({ out: new Uint32Array(n) });
const header = '@group(0) @binding(0) var<storage, read_write> out: array<u32>;\n';
const both = ['none', 'full'] as const;

describe('barriers', () => {
  it('wait in a called function, in loops, with locals kept', () => {
    const source = `${header}var<workgroup> s: array<u32, 8>;
      fn rotate(l: u32, by: u32) -> u32 { let old = s[(l + by) % 8]; workgroupBarrier(); s[l] = old; workgroupBarrier(); return old; }
      @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) l: u32) {
        s[l] = l; var sum = 0u; workgroupBarrier();
        for (var i = 1u; i < 4; i++) { for (var j = 0u; j < i; j++) { sum = sum * 10 + rotate(l, i); } }
        out[l] = sum;
      }`;
    const state = [0, 1, 2, 3, 4, 5, 6, 7];
    const sums = state.map(() => 0);
    for (let i = 1; i < 4; i++)
      for (let j = 0; j < i; j++) {
        const next = state.map((_, l) => state[(l + i) % 8]!);
        next.forEach((v, l) => (sums[l] = sums[l]! * 10 + v));
        state.splice(0, 8, ...next);
      }
    for (const watch of both) expect([...run(source, { buffers: out(8) }, { watch }).buffers.out!]).toEqual(sums);
  });

  // The checker refuses what follows (barriers in control flow that may not be uniform); the machine must see it all the same.
  function diverge(body: string): Finding[] {
    const source = `${header}var<workgroup> s: u32;\n@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) l: u32) {\n${body}\n}`;
    const compiled = compile(instantiate({ ...checkModule(source), problems: [] }, 'main'), 'plain', 32);
    const list = new FindingList();
    const findings = new MachineFindings(list, source, compiled.sites, [4, 1, 1], [1, 1, 1]);
    const memories = bindMemories(compiled, out(4));
    const stopped = runMachine({ compiled, traced: null, memories, watch: null, findings, workgroups: [1, 1, 1], subgroupSize: 32, steps: 1e6, order: 0 });
    expect(stopped).toBe(list.list()[0]?.message ?? null);
    return list.list();
  }

  it.each([
    ['in a branch', 'if (l < 2) {\nworkgroupBarrier();\n}\nout[l] = 1;', /invocation 0 waits at `workgroupBarrier\(\)` on line 5, but invocation 2 has ended; 2 of 4/],
    ['after an early return', 'if (l == 3) { return; }\nworkgroupBarrier();', /invocation 0 waits .* line 5, but invocation 3 has ended; 3 of 4/],
    ['at two places', 'if (l < 1) {\nworkgroupBarrier();\n} else {\nstorageBarrier();\n}', /invocation 0 waits .* line 5, but invocation 1 waits at `storageBarrier\(\)` on line 7; 1 of 4/],
    ['in another round', 'for (var i = 0u; i < 2; i++) {\nif (l == 1 && i == 0) { continue; }\nworkgroupBarrier();\n}', /invocation 1 waits at `workgroupBarrier\(\)` on line 6 in another round/],
  ])('that not all reach: %s', (_, body, message) => {
    const [finding] = diverge(body);
    expect(finding).toMatchObject({ kind: 'barrier-divergence', severity: 'error' });
    expect(finding!.message).toMatch(message);
    expect(finding!.places.length).toBeGreaterThan(0);
  });

  it('that all reach in the end is none, whatever the branches', () => {
    expect(diverge('if (out[0] == 0) { workgroupBarrier(); } else { storageBarrier(); }')).toEqual([]);
  });
});

describe('subgroups', () => {
  it.each([4, 8, 32])('of %i lanes reduce, scan and shuffle', (size) => {
    const source = `enable subgroups;\n${header}
      @compute @workgroup_size(48) fn main(@builtin(local_invocation_index) l: u32, @builtin(subgroup_invocation_id) lane: u32, @builtin(subgroup_size) n: u32) {
        out[l * 4] = subgroupAdd(l);
        out[l * 4 + 1] = subgroupExclusiveAdd(l);
        out[l * 4 + 2] = subgroupShuffleXor(l, 1);
        out[l * 4 + 3] = n * 100 + lane;
      }`;
    const lanes = Array.from({ length: 48 }, (_, i) => i);
    const groupOf = (l: number) => lanes.filter((other) => Math.floor(other / size) === Math.floor(l / size));
    const want = lanes.flatMap((l) => [groupOf(l).reduce((a, b) => a + b), groupOf(l).filter((o) => o < l).reduce((a, b) => a + b, 0), l ^ 1, size * 100 + (l % size)]);
    for (const watch of both) expect([...run(source, { buffers: out(192) }, { subgroupSize: size, watch }).buffers.out!]).toEqual(want);
  });
});

describe('budget', () => {
  it.each(both)('names an endless loop (watch %s)', (watch) => {
    const source = `${header}@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) l: u32) {
      var i = 0u;
      while (i < 10) {
        if (l != 2) { i++; }
      }
      out[l] = i;
    }`;
    const result = run(source, { buffers: out(4) }, { watch, budget: { steps: 100_000 } });
    expect(result.stopped).toContain('invocation 2');
    const [finding] = result.findings;
    expect(finding).toMatchObject({ kind: 'endless-loop', severity: 'error', places: [{ place: { line: 4 }, invocation: { local: [2, 0, 0] } }] });
    expect(finding!.message).toMatch(/rounds into the loop on line 4/);
    expect([...result.buffers.out!]).toEqual([10, 10, 0, 0]);
  });

  it('ends nests of long loops, trees of calls and large dispatches', () => {
    const loops = (depth: number): string => (depth === 0 ? 'x += 1;' : `for (var a${depth} = 0u; a${depth} < 4000; a${depth}++) { ${loops(depth - 1)} }`);
    const calls = Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x: u32) -> u32 { return f${i}(x) + f${i}(x + 1); }`).join('\n');
    const sources = [
      `${header}@compute @workgroup_size(1) fn main() { var x = 0u; ${loops(5)} out[0] = x; }`,
      `${header}fn f0(x: u32) -> u32 { return x; }\n${calls}\n@compute @workgroup_size(1) fn main() { out[0] = f40(1); }`,
      `${header}@compute @workgroup_size(1) fn main() { loop { if (out[0] == 7) { break; } for (var i = 0; i < 4000; i++) { } } }`,
      `${header}fn g() -> u32 { for (var i = 0u; i < 4000; i++) { if (i == 3999) { return i; } } return 0; }
       @compute @workgroup_size(1) fn main() { var x = 0u; while (x != 7) { x = g(); } }`,
    ];
    for (const source of sources) {
      const start = performance.now();
      expect(run(source, { buffers: out(1) }, { budget: { steps: 1e7 } }).stopped).not.toBeNull();
      expect(performance.now() - start).toBeLessThan(2000);
    }
    const start = performance.now();
    expect(run(`${header}@compute @workgroup_size(1) fn main() { }`, { workgroups: [65535, 65535, 65535], buffers: out(1) }, { budget: { steps: 1e7 } }).stopped).toContain('281,462,092,005,375 invocations');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('charges nothing that matters to honest kernels', () => {
    const source = `${header}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) l: u32) { for (var i = 0u; i < 1000; i++) { out[l] += i; } }`;
    expect(run(source, { buffers: out(64) }, { budget: { steps: 64 * 1002 + 65 } }).stopped).toBeNull();
  });
});

describe('out of bounds', () => {
  const source = `${header}@group(0) @binding(1) var<storage, read> a: array<u32>;
    @compute @workgroup_size(4) fn main(@builtin(local_invocation_index) l: u32) {
      out[l + 2] = a[l] + 1;
      var own = array<u32, 3>(7, 7, 7);
      own[l] = 9;
      out[0] += own[l];
    }`;
  it.each(both)('reads zero, writes nothing and is told (watch %s)', (watch) => {
    const { buffers, findings } = run(source, { buffers: { ...out(4), a: Uint32Array.of(10, 20, 30) } }, { watch });
    expect([...buffers.out!].slice(1)).toEqual([0, 11, 21]);
    expect(findings.filter(({ kind }) => kind === 'out-of-bounds').map(({ places, address }) => [places[0]!.place.line, address])).toEqual([
      [4, 'out[4]'],
      [4, 'a[3]'],
      [6, null],
      [7, null],
    ]);
  });

  it('never touches JavaScript memory, whatever the index', () => {
    const wild = `${header}@group(0) @binding(1) var<storage, read> index: array<i32>;
      @compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) { let i = index[id.x]; out[i] = 5; out[0] = out[i]; }`;
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (index) => {
        const { buffers } = run(wild, { buffers: { ...out(4), index: Int32Array.of(index) } });
        const inside = index >= 0 && index < 4;
        const want = [0, 0, 0, 0];
        if (inside) want[index] = 5;
        want[0] = inside ? 5 : 0;
        expect([...buffers.out!]).toEqual(want);
      }),
      { numRuns: 60, examples: [[-1], [4], [3], [0]] },
    );
  });
});

describe('arithmetic that WGSL settles', () => {
  const source = `${header}@group(0) @binding(1) var<storage, read> a: array<i32>;
    @compute @workgroup_size(1) fn main() {
      out[0] = u32(a[0] / a[1]); out[1] = u32(a[0] % a[1]); out[2] = u32(a[2] / a[3]); out[3] = u32(a[2] % a[3]);
      out[4] = u32(bitcast<f32>(a[4])); out[5] = bitcast<u32>(i32(bitcast<f32>(a[4])));
    }`;
  const a = Int32Array.of(7, 0, -(2 ** 31), -1, new Int32Array(Float32Array.of(1e20).buffer)[0]!);
  it.each(both)('integer division by zero, overflow, conversions (watch %s)', (watch) => {
    const { buffers, findings } = run(source, { buffers: { ...out(6), a } }, { watch });
    expect([...buffers.out!]).toEqual([7, 0, 2 ** 31, 0, 4294967040, 2147483520]);
    const kinds = findings.map(({ kind }) => kind);
    if (watch === 'full') {
      expect(kinds.filter((kind) => kind === 'integer-division-by-zero')).toHaveLength(4);
      expect(kinds.filter((kind) => kind === 'numeric-conversion')).toHaveLength(2);
    } else expect(kinds).toEqual([]);
  });
});

describe('order', () => {
  it('is a permutation that keeps warps together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(4, 8, 32), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (n, warp, seed) => {
        const order = [...invocationOrder(n, warp, seed)];
        expect([...order].sort((a, b) => a - b)).toEqual(order.map((_, i) => i));
        const warps = order.map((i) => Math.floor(i / warp)).filter((w, k, all) => w !== all[k - 1]);
        expect(new Set(warps).size).toBe(warps.length);
        const permutation = new Permutation(n, seed);
        expect(new Set(order.map((_, k) => permutation.at(k))).size).toBe(n);
      }),
    );
  });

  it('shows that a racy result hangs on it, and a clean one does not', () => {
    const racy = `${header}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) l: u32) { out[0] = l; }`;
    const clean = `@group(0) @binding(0) var<storage, read_write> out: array<atomic<u32>>;
      @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) l: u32) { atomicMax(&out[0], l); }`;
    const seen = (source: string) => new Set([0, 1, 2, 3].map((order) => run(source, { buffers: out(1) }, { order }).buffers.out![0]));
    expect(seen(racy).size).toBeGreaterThan(1);
    expect([...seen(clean)]).toEqual([63]);
  });
});
