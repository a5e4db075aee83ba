// Counts of whole kernels, from text to figures, where a closed form says what they must be.
import { describe, expect, it } from 'vitest';
import type { GpuArray } from '../../kernel';
import { openMicroscope } from '..';
import type { Counts } from '../results';

function countsOf(source: string, workgroups: [number, number?, number?], buffers: Record<string, GpuArray>): Counts {
  const microscope = openMicroscope(source);
  expect(microscope.problems).toEqual([]);
  const { counts, findings, stopped } = microscope.run({ entry: 'main', workgroups, buffers }, { watch: 'full' });
  expect([findings.filter((f) => f.severity === 'error'), stopped]).toEqual([[], null]);
  return counts!;
}

const floats = (n: number) => Float32Array.from({ length: n }, (_, i) => (i % 7) + 1);
const at = (counts: Counts, source: string, words: string) => counts.lines.find((l) => l.line === source.split('\n').findIndex((line) => line.includes(words)) + 1)!;

describe('counts of whole kernels', () => {
  it('vector add', () => {
    const counts = countsOf(
      `@group(0) @binding(0) var<storage, read> a: array<f32>;
       @group(0) @binding(1) var<storage, read> b: array<f32>;
       @group(0) @binding(2) var<storage, read_write> c: array<f32>;
       @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { c[id.x] = a[id.x] + b[id.x]; }`,
      [4],
      { a: floats(256), b: floats(256), c: floats(256) },
    );
    expect(counts).toMatchObject({ flops: 256, globalRequests: 24, sectors: 96, global: { loads: 512, stores: 256, distinctLoadBytes: 2048, distinctStoreBytes: 1024 } });
    expect(counts.intensityDistinct).toBeCloseTo(1 / 12, 15);
  });

  const naive = `
    struct Sizes { m: u32, n: u32, k: u32 }
    @group(0) @binding(0) var<uniform> sizes: Sizes;
    @group(0) @binding(1) var<storage, read> a: array<f32>;
    @group(0) @binding(2) var<storage, read> b: array<f32>;
    @group(0) @binding(3) var<storage, read_write> c: array<f32>;
    @compute @workgroup_size(32, 2) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x >= sizes.n || id.y >= sizes.m) { return; }
      var sum = 0.0;
      for (var i = 0u; i < sizes.k; i++) {
        let x = a[id.y * sizes.k + i];
        let y = b[i * sizes.n + id.x];
        sum += x * y;
      }
      c[id.y * sizes.n + id.x] = sum;
    }`;
  it.each([[32, 64, 16], [5, 40, 7], [2, 32, 1]])('naive matmul %i × %i × %i loads 2MNK; uniform reads are not charged', (m, n, k) => {
    const counts = countsOf(naive, [Math.ceil(n / 32), Math.ceil(m / 2)], { sizes: new Uint32Array([m, n, k]), a: floats(m * k), b: floats(k * n), c: floats(m * n) });
    expect(counts).toMatchObject({ flops: 2 * m * n * k, global: { loads: 2 * m * n * k, stores: m * n, distinctLoadBytes: 4 * (m * k + k * n), distinctStoreBytes: 4 * m * n } });
    // A warp is a row of 32 columns: one element of A for all, 32 neighbours of B.
    const warps = m * Math.ceil(n / 32) * k;
    expect(at(counts, naive, 'let x')).toMatchObject({ globalRequests: warps, sectors: warps, executions: m * n * k, activeLanes: m * n * k, issues: warps });
    expect(at(counts, naive, 'let y').globalRequests).toBe(warps);
    if (n % 32 === 0) expect(at(counts, naive, 'let y').sectors).toBe(4 * warps);
  });

  it('arrayLength, private memory and pointers to it load nothing', () => {
    const counts = countsOf(
      `@group(0) @binding(0) var<storage, read_write> c: array<u32>;
       var<private> p: u32;
       fn next(v: ptr<function, u32>) -> u32 { *v += 1u; p += *v; return p; }
       @compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3u) { var v = id.x; if (id.x < arrayLength(&c)) { c[id.x] = next(&v); } }`,
      [1],
      { c: new Uint32Array(5) },
    );
    expect(counts).toMatchObject({ global: { loads: 0, stores: 5, storeBytes: 20 }, workgroup: { loads: 0, stores: 0 } });
  });

  it('a vector is one access of 16 bytes, its component one of 4; += is a load and a store', () => {
    const source = `
      @group(0) @binding(0) var<storage, read_write> v: array<vec4f>;
      @compute @workgroup_size(32) fn main(@builtin(global_invocation_id) id: vec3u) {
        let whole = v[id.x];
        v[id.x].y = whole.x;
        v[id.x] += whole;
      }`;
    const counts = countsOf(source, [1], { v: floats(128) });
    expect(at(counts, source, 'let whole')).toMatchObject({ globalRequests: 1, sectors: 16, global: { loads: 1 * 32, loadBytes: 512 } });
    expect(at(counts, source, '.y =')).toMatchObject({ globalRequests: 1, sectors: 16, global: { stores: 32, storeBytes: 128, distinctStoreBytes: 128 } });
    expect(at(counts, source, '+=')).toMatchObject({ globalRequests: 2, sectors: 32, flops: 128, global: { loads: 32, stores: 32, loadBytes: 512, storeBytes: 512 } });
  });

  it('f16 moves half the bytes: a warp’s row is two sectors', () => {
    const source = `enable f16;
      @group(0) @binding(0) var<storage, read_write> h: array<f16>;
      @compute @workgroup_size(32) fn main(@builtin(global_invocation_id) id: vec3u) {
        h[id.x] = h[id.x] * 2.0h;
      }`;
    expect(countsOf(source, [1], { h: new Uint32Array(16) })).toMatchObject({ flops: 32, globalRequests: 2, sectors: 4, global: { loadBytes: 64, storeBytes: 64, distinctLoadBytes: 64 } });
  });

  it('a transposed tile: 32 passes without padding, one with', () => {
    const passes = (padding: number) =>
      countsOf(
        `@group(0) @binding(0) var<storage, read_write> d: array<f32>;
         var<workgroup> tile: array<array<f32, ${32 + padding}>, 32>;
         @compute @workgroup_size(32, 8) fn main(@builtin(local_invocation_id) l: vec3u) {
           for (var y = l.y; y < 32u; y += 8u) { tile[y][l.x] = d[y * 32u + l.x]; }
           workgroupBarrier();
           for (var y = l.y; y < 32u; y += 8u) { d[y * 32u + l.x] = tile[l.x][y]; }
         }`,
        [1],
        { d: floats(1024) },
      );
    expect(passes(0)).toMatchObject({ workgroupRequests: 64, bankPasses: 32 + 32 * 32 });
    expect(passes(1)).toMatchObject({ workgroupRequests: 64, bankPasses: 64 });
  });

  it('divergence: even and odd lanes cost a warp both sides, halves of a workgroup cost neither', () => {
    const source = (test: string) => `
      @group(0) @binding(0) var<storage, read_write> c: array<f32>;
      @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {
        if (${test}) {
          c[i] = 1.0;
        } else {
          c[i] = 2.0;
        }
      }`;
    const [parted, whole] = ['i % 2u == 0u', 'i < 32u'].map((test) => countsOf(source(test), [1], { c: floats(64) })) as [Counts, Counts];
    expect(at(parted, source(''), '1.0')).toMatchObject({ issues: 2, activeLanes: 32 });
    expect(at(whole, source(''), '1.0')).toMatchObject({ issues: 1, activeLanes: 32 });
    expect(at(whole, source(''), '2.0')).toMatchObject({ issues: 1, activeLanes: 32 });
  });

  it('a loop of a different length in each lane: a request for every round that some lane makes', () => {
    const source = `
      @group(0) @binding(0) var<storage, read_write> c: array<f32>;
      @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {
        for (var k = 0u; k <= i; k++) {
          c[64u * k + i] = 1.0;
        }
      }`;
    const counts = countsOf(source, [1], { c: floats(4096) });
    expect(at(counts, source, '= 1.0')).toMatchObject({ globalRequests: 32 + 64, issues: 32 + 64, activeLanes: (64 * 65) / 2, global: { stores: (64 * 65) / 2 } });
  });

  it('atomics: one each, both ways', () => {
    const counts = countsOf(
      `@group(0) @binding(0) var<storage, read_write> n: atomic<u32>;
       @compute @workgroup_size(64) fn main() { atomicAdd(&n, 1u); }`,
      [2],
      { n: new Uint32Array(1) },
    );
    expect(counts.global).toMatchObject({ loads: 0, stores: 0, atomics: 128, loadBytes: 512, storeBytes: 512, distinctLoadBytes: 4, distinctStoreBytes: 4 });
    expect(counts.globalRequests).toBe(4);
  });

  it('is the same in whatever order invocations run', () => {
    const source = naive;
    const run = (order: number) =>
      openMicroscope(source).run({ entry: 'main', workgroups: [2, 3], buffers: { sizes: new Uint32Array([5, 40, 7]), a: floats(35), b: floats(280), c: floats(200) } }, { watch: 'full', order }).counts;
    for (const order of [1, 2, 3]) expect(run(order)).toEqual(run(0));
  });
});
