import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'pointers as parameters: function, private, workgroup and storage; pointers to elements and members',
  source: /* wgsl */ `
struct Pair { a: i32, b: array<i32, 3> }
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;
var<private> log: array<i32, 4>;
var<workgroup> shared_sum: array<i32, 6>;

fn bump(p: ptr<function, i32>, by: i32) -> i32 {
  let old = *p;
  *p += by;
  return old;
}
fn swap(p: ptr<function, Pair>) {
  let t = (*p).a;
  (*p).a = p.b[2];
  (*p).b[2] = t;
}
fn note(p: ptr<private, array<i32, 4>>, at: u32, value: i32) { (*p)[at] = value; }
fn put(p: ptr<workgroup, array<i32, 6>>, at: u32, value: i32) { (*p)[at] = value; }
fn fetch(p: ptr<storage, array<i32>, read>, at: u32) -> i32 { return (*p)[at % arrayLength(p)]; }
fn put_back(p: ptr<storage, i32, read_write>, value: i32) { *p = value; }

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(global_invocation_id) id: vec3u) {
  var pair = Pair(fetch(&x, id.x), array<i32, 3>(1, 2, 3));
  let third = &pair.b[lane % 3u];
  let old = bump(third, 10);
  let first = bump(&pair.a, old);
  swap(&pair);
  note(&log, 1u, first);
  note(&log, 3u, *third);
  put(&shared_sum, 5u - lane, pair.a);
  workgroupBarrier();
  if (id.x * 4u < arrayLength(&y)) {
    for (var c = 0u; c < 4u; c++) {
      put_back(&y[id.x * 4u + c], log[c] * 1000 + shared_sum[lane] + pair.b[2]);
    }
  }
}
`,
  runs: ({ ints }) => {
    const invocations = 12;
    const x = ints(7, -20, 20);
    const lanes = list(invocations, (k) => {
      const pair = { a: x[k % 7]!, b: [1, 2, 3] };
      const at = (k % 6) % 3;
      const old = pair.b[at]!;
      pair.b[at]! += 10;
      const first = pair.a;
      pair.a += old;
      [pair.a, pair.b[2]] = [pair.b[2]!, pair.a];
      return { log: [0, first, 0, pair.b[at]!], a: pair.a, last: pair.b[2]! };
    });
    const written = 11;
    const expected = list(written, (k) => lanes[k]!.log.map((z) => z * 1000 + lanes[6 * Math.floor(k / 6) + 5 - (k % 6)]!.a + lanes[k]!.last));
    return [{ workgroups: [2], buffers: { x, y: new Int32Array(4 * written) }, expected: { y: expected.flat() } }];
  },
});
