// WGSL's control flow, memory and values as compiled code has them: small kernels beside what they must give, unwatched and
// watched. The corpus in tests/kernels has the whole language beside a real WebGPU; here stand the corners of this compiler.

import { describe, expect, it } from 'vitest';
import { openMicroscope } from '..';
import type { GpuArray } from '../../kernel';
import type { MicroscopeRun } from '../results';

function runAll(source: string, buffers: Record<string, GpuArray>, workgroups: [number, number?, number?] = [1]): MicroscopeRun {
  const microscope = openMicroscope(source);
  expect(microscope.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const runs = (['none', 'full'] as const).map((watch) => microscope.run({ entry: 'main', workgroups, buffers }, { watch, traceWorkgroup: watch === 'full' ? [0, 0, 0] : undefined }));
  expect(runs[1]!.buffers).toEqual(runs[0]!.buffers);
  return runs[1]!;
}

/** Runs a body in one invocation; `out` is an array<i32>. */
function outOf(body: string, declarations = '', n = 8): number[] {
  const source = `@group(0) @binding(0) var<storage, read_write> out: array<i32>;\n${declarations}\n@compute @workgroup_size(1) fn main() {\n${body}\n}`;
  return [...runAll(source, { out: new Int32Array(n) }).buffers.out!];
}

describe('control flow', () => {
  it('continue goes to the continuing part, which sees the body’s names', () => {
    expect(outOf('var i = 0; loop { let step = i + 1; if (i == 3) { continue; } out[i] = 10 + i; continuing { i = i + step - i; break if i > 5; } }')).toEqual([10, 11, 12, 0, 14, 15, 0, 0]);
  });
  it('a switch breaks itself, continues the loop, and may have its default first', () => {
    expect(
      outOf(`for (var i = 0; i < 8; i++) { switch i { default { out[i] = -1; } case 1, 2: { out[i] = 5; break; } case 3 { continue; } case 4 { if (i == 4) { break; } out[i] = 9; } case 6 { out[i] = 6; } } out[i] += 100; }`),
    ).toEqual([99, 105, 105, 0, 100, 99, 106, 99]);
  });
  it('a switch on u32 tells large values apart', () => {
    expect(outOf('switch bitcast<u32>(out[0] - 1) { case 4294967295u { out[1] = 1; } default { out[1] = 2; } }').slice(0, 2)).toEqual([0, 1]);
  });
  it('return leaves nested loops, with a value', () => {
    expect(outOf('out[0] = find(13); out[1] = find(99);', 'fn find(x: i32) -> i32 { for (var i = 0; i < 5; i++) { var j = 0; while (true) { if (i * j == x || i * 7 + j == x) { return i * 100 + j; } j++; if (j > 6) { break; } } } return -1; }').slice(0, 2)).toEqual([106, -1]);
  });
  it('&& and || look at the right side only if they must', () => {
    const { buffers, findings } = runAll(
      `@group(0) @binding(0) var<storage, read_write> out: array<i32>;
       fn touch(i: i32) -> bool { out[i] += 1; return true; }
       @compute @workgroup_size(1) fn main() {
         var i = 20;
         if (i < 4 && out[i] == 0) { out[7] = 1; }
         if (i > 4 || out[i] == 0) { out[6] = 1; }
         let a = touch(0) || touch(1);
         let b = !touch(2) && touch(3);
         out[4] = select(0, 1, a && !b);
         while (i > 18 && touch(5)) { i--; }
       }`,
      { out: new Int32Array(8) },
    );
    expect([...buffers.out!]).toEqual([1, 0, 1, 0, 1, 2, 1, 0]);
    expect(findings).toEqual([]);
  });
  it('variables begin anew each time their declaration is executed', () => {
    expect(outOf('for (var i = 0; i < 3; i++) { var x: i32; var a: array<i32, 3>; x += i; a[i] += 5; out[i] = x * 10 + a[0] + a[1] + a[2]; }').slice(0, 3)).toEqual([5, 15, 25]);
  });
  it('an inner name hides an outer one in its block alone', () => {
    expect(outOf('var x = 1; { var x = 2; { let x = 3; out[0] = x; } out[1] = x; x = 7; } out[2] = x; for (var x = 5; x < 6; x++) { out[3] = x; } out[4] = x;').slice(0, 5)).toEqual([3, 2, 1, 5, 1]);
  });
});

describe('memory', () => {
  it('a pointer keeps the index of its time', () => {
    expect(outOf('var i = 2; let p = &out[i]; i = 5; *p = 7; let q = &i; *q += 1; out[0] = i; var a = array<i32, 4>(1, 2, 3, 4); let r = &a[i - 4]; i = 0; out[1] = *r; *r = 9; out[3] = a[2];')).toEqual([6, 3, 7, 9, 0, 0, 0, 0]);
  });
  it('pointers go into functions: to variables, elements, members, parts of parts', () => {
    const declarations = `struct S { v: vec3<i32>, a: array<array<i32, 2>, 3> }
      var<private> state: S; var<workgroup> shared_: array<S, 2>;
      fn add(p: ptr<function, i32>, x: i32) { *p += x; }
      fn row(p: ptr<private, array<i32, 2>>, i: i32) -> i32 { (*p)[i] += 1; return (*p)[0] * 10 + (*p)[1]; }
      fn inner(p: ptr<workgroup, S>) { (*p).v.y = 4; p.a[1][1] = 6; }
      fn outer(p: ptr<workgroup, S>) { inner(p); (*p).v += vec3(1); }
      fn swap(p: ptr<function, i32>, q: ptr<function, i32>) { let t = *p; *p = *q; *q = t; }`;
    expect(
      outOf(`var x = 1; add(&x, 5); out[0] = x; var y = 40; swap(&x, &y); out[1] = x - y;
        state.a[2][1] = 3; out[2] = row(&state.a[2], 0); out[3] = row(&state.a[2], 1);
        outer(&shared_[1]); out[4] = shared_[1].v.x * 100 + shared_[1].v.y * 10 + shared_[1].a[1][1];
        let p = &x; add(p, 2); out[5] = x;
        var arr = array<i32, 3>(1, 2, 3); let e = &arr; (*e)[1] = 20; out[6] = e[1] + arr[2];`, declarations),
    ).toEqual([6, 34, 13, 14, 156, 42, 23, 0]);
  });
  it('a pointer argument out of bounds is told and leads to the first element', () => {
    const { findings, buffers } = runAll(
      `@group(0) @binding(0) var<storage, read_write> out: array<i32>;
       fn put(p: ptr<function, i32>) { *p = 9; }
       @compute @workgroup_size(1) fn main() { var a = array<i32, 2>(1, 2); let i = out[0] + 7; put(&a[i]); out[1] = a[0]; out[2] = a[1]; }`,
      { out: new Int32Array(4) },
    );
    expect(findings.map(({ kind }) => kind)).toEqual(['out-of-bounds']);
    expect([...buffers.out!]).toEqual([0, 9, 2, 0]);
  });
  it('large values are copied, passed, returned and compared part by part', () => {
    const declarations = `struct Big { n: i32, a: array<vec2<i32>, 40> }
      fn make(n: i32) -> Big { var b: Big; b.n = n; for (var i = 0; i < 40; i++) { b.a[i] = vec2(i, n); } return b; }
      fn sum(b: Big, c: Big) -> i32 { var s = 0; for (var i = 0; i < 40; i++) { s += b.a[i].x - c.a[i].y; } return s; }
      fn first(a: array<i32, 50>) -> array<i32, 50> { var c = a; c[0] += 1; return c; }
      const table = array<i32, 36>(0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225, 256, 289, 324, 361, 400, 441, 484, 529, 576, 625, 676, 729, 784, 841, 900, 961, 1024, 1089, 1156, 1225);
      var<workgroup> w: Big;`;
    expect(
      outOf(`let b = make(3); var c = b; c.a[5].x = 100; out[0] = b.a[5].x; out[1] = c.a[5].x; out[2] = sum(make(1), make(2));
        w = c; var d = w; d.n = 8; out[3] = w.n * 10 + d.n + w.a[39].x; w = Big(); out[4] = w.a[5].x;
        var e: array<i32, 50>; e[0] = 5; out[5] = first(first(e))[0] * 10 + e[0];
        for (var i = 0; i < 36; i += 35) { out[6] += table[i]; } out[7] = make(9).a[2 + out[4]].y;`, declarations),
    ).toEqual([5, 100, 700, 77, 0, 75, 1225, 9]);
  });
  it('vector components and matrix columns are chosen at run time', () => {
    expect(
      outOf(`var v = vec4(1, 2, 3, 4); for (var i = 0; i < 4; i++) { v[i] *= 10; } out[0] = v.x + v.w; let u = vec3(7, 8, 9); out[1] = u[out[7] + 2];
        var m = mat2x3<f32>(1, 2, 3, 4, 5, 6); let c = out[7] + 1; m[c] = m[c - 1] * 2.0; m[c][2] += 1.0; out[2] = i32(m[1].x + m[1].y * 10.0 + m[1].z * 100.0); out[3] = i32(m[c - 1][c]);
        var bs = vec2(true, false); bs[c] = bs[c - 1]; out[4] = select(0, 1, all(bs)); v = v.wzyx; out[5] = v.x; let w = v.xx + v.yz; out[6] = w.y;`),
    ).toEqual([50, 9, 742, 2, 1, 40, 60, 0]);
  });
  it('the index of a compound assignment is evaluated once', () => {
    expect(outOf('out[next()] += 5; out[next()]++; out[7] = calls;', 'var<private> calls = 0; fn next() -> i32 { calls++; return calls; }')).toEqual([0, 5, 1, 0, 0, 0, 0, 2]);
  });
  it('private variables are each invocation’s own, workgroup variables zero for each workgroup', () => {
    const source = `@group(0) @binding(0) var<storage, read_write> out: array<u32>;
      var<private> mine = 3u; var<workgroup> ours: array<atomic<u32>, 2>; var<workgroup> flags: array<bool, 4>;
      @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) l: u32) {
        mine += l; atomicAdd(&ours[l % 2], mine); if (flags[l]) { mine = 100; } flags[l] = true; workgroupBarrier();
        out[id.x] = mine * 100 + atomicLoad(&ours[0]) * 10 + atomicLoad(&ours[1]) + select(0u, 1000u, flags[3 - l]);
      }`;
    const group = [3, 4, 5, 6].map((mine) => mine * 100 + 8 * 10 + 10 + 1000);
    expect([...runAll(source, { out: new Uint32Array(8) }, [2]).buffers.out!]).toEqual([...group, ...group]);
  });
  it('buffers have WGSL’s layout: vec3, structures, matrices, runtime arrays in them', () => {
    const source = `struct Item { a: u32, v: vec3f, m: mat2x3f, tail: f32 }
      struct Data { count: u32, @align(16) @size(32) extra: vec2u, items: array<Item> }
      @group(0) @binding(0) var<storage, read_write> data: Data;
      @compute @workgroup_size(1) fn main() {
        data.count = arrayLength(&data.items);
        for (var i = 0u; i < data.count; i++) { let f = f32(i); data.items[i] = Item(i + 5, vec3f(1, 2, f), mat2x3f(1, 2, 3, 4, 5, f), 9); }
        data.extra.y = 77;
      }`;
    // Data: count at 0, extra at 16 (32 bytes), items at 48; Item: a 0, v 16, m 32 and 48, tail 64; stride 80.
    const words = new Uint32Array((48 + 2 * 80) / 4);
    const out = runAll(source, { data: words }).buffers.data!;
    const floats = new Float32Array(out.buffer);
    expect([out[0], out[5]]).toEqual([2, 77]);
    for (const i of [0, 1]) {
      const base = (48 + 80 * i) / 4;
      expect(out[base]).toBe(i + 5);
      expect([...floats.slice(base + 4, base + 17)]).toEqual([1, 2, i, 0, 1, 2, 3, 0, 4, 5, i, 0, 9]);
    }
  });
  it('f16 takes two bytes, and its arithmetic is rounded', () => {
    const source = `enable f16;
      struct P { a: f16, b: vec3h, c: f32, d: f16 }
      @group(0) @binding(0) var<storage, read_write> p: array<P>;
      @group(0) @binding(1) var<storage, read_write> h: array<f16>;
      @compute @workgroup_size(1) fn main() {
        h[0] = 2048h; h[1] = h[0] + 1h; h[2] = h[0] + 3h; h[3] = 1h / 3h; h[4] = f16(65504.0); h[5] = -h[3]; h[6] += 0.1h; h[7] = sqrt(2h);
        p[1] = P(1h, vec3h(2, 3, 4), 5.5, 6h); p[1].b[2] += 1h;
      }`;
    const out = runAll(source, { p: new Uint32Array(12), h: new Uint32Array(4) }).buffers;
    const halves = [...new Uint16Array(out.h!.buffer)];
    // 2048, 2048 (tie to even), 2052 (tie to even), 0.33325, 65504, -0.33325, 0.09998, 1.4141
    expect(halves).toEqual([0x6800, 0x6800, 0x6802, 0x3555, 0x7bff, 0xb555, 0x2e66, 0x3da8]);
    expect([...new Uint16Array(out.p!.buffer)].slice(12)).toEqual([0x3c00, 0, 0, 0, 0x4000, 0x4200, 0x4500, 0, 0, 0x40b0, 0x4600, 0]);
  });
});

describe('what is counted', () => {
  it('operations and executions by line, branches by what was taken', () => {
    const source = `@group(0) @binding(0) var<storage, read_write> out: array<f32>;
      @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) l: u32) {
        var sum = 1.0;
        for (var i = 0u; i < l; i++) {
          sum = fma(sum, 2.0, 1.0);
          if (i % 2 == 1) {
            sum += dot(vec3f(sum), vec3f(1.0));
            continue;
          }
          sum -= 0.5;
        }
        out[l] = sum;
      }`;
    const { counts } = runAll(source, { out: new Float32Array(8) });
    const rounds = 28;
    const odd = [0, 1, 2, 3, 4, 5, 6, 7].reduce((n, l) => n + Math.floor(l / 2), 0);
    const line = (n: number) => counts!.lines.find((each) => each.line === n)!;
    expect([5, 6, 7, 8, 10].map((n) => line(n).executions)).toEqual([rounds, rounds, odd, odd, rounds - odd]);
    expect([5, 7, 10].map((n) => line(n).flops)).toEqual([2 * rounds, 6 * odd, rounds - odd]);
    expect(counts!.flops).toBe(2 * rounds + 6 * odd + (rounds - odd));
    // i % 2, and i++ in every round.
    expect(counts!.integerOps).toBe(2 * rounds);
    expect(counts!.invocations).toBe(8);
  });
});

describe('branches', () => {
  /** Issues and active lanes of lines, of 40 invocations in warps of 32. */
  const branches = (body: string, lines: number[]) => {
    const source = `@group(0) @binding(0) var<storage, read_write> out: array<f32>;\n@group(0) @binding(1) var<uniform> n: u32;\n@compute @workgroup_size(40) fn main(@builtin(local_invocation_index) l: u32) {\n${body}\n}`;
    const { counts } = runAll(source, { out: new Float32Array(40), n: Uint32Array.of(3) });
    return lines.map((line) => {
      const { issues, activeLanes } = counts!.lines.find((each) => each.line === line)!;
      return [issues, activeLanes];
    });
  };

  it('that all lanes take are whole warps; others are those that take them', () => {
    const body = `for (var i = 0u; i < n; i++) {
        out[l] += 1.0;
        if (i == 1u) {
          out[l] += 2.0;
        }
        if (l < 33u) {
          out[l] += 3.0;
          continue;
        }
        out[l] += 4.0;
      }`;
    // Three rounds of two warps (32 and 8 lanes).
    expect(branches(body, [5, 7, 10, 13])).toEqual([
      [6, 120],
      [2, 40],
      [6, 99],
      [3, 21],
    ]);
  });

  it('in loops that lanes leave at different rounds lose lanes, and find them again behind', () => {
    const body = `for (var i = 0u; i < l; i++) {
        out[l] += 1.0;
      }
      out[l] += 2.0;
      if (l > 35u) { return; }
      out[l] += 3.0;`;
    expect(branches(body, [5, 7, 9])).toEqual([
      [31 + 39, (39 * 40) / 2],
      [2, 40],
      [2, 36],
    ]);
  });
});
