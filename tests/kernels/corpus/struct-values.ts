import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'structures as values: constructed, copied, nested, compared by member, stored whole, zero values',
  source: /* wgsl */ `
struct Leaf { value: i32, weight: vec2i }
struct Tree { left: Leaf, right: Leaf, depth: u32 }
@group(0) @binding(0) var<storage, read> leaves: array<Leaf>;
@group(0) @binding(1) var<storage, read_write> trees: array<Tree>;

fn join(a: Leaf, b: Leaf) -> Tree {
  if (a.value > b.value) { return Tree(b, a, 1); }
  return Tree(a, b, 1);
}
fn grown(t: Tree) -> Tree {
  var copy = t;
  copy.depth++;
  copy.left.weight = copy.right.weight.yx;
  copy.right = Leaf(t.left.value, copy.left.weight + t.left.weight);
  return copy;
}

@compute @workgroup_size(3)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&trees)) { return; }
  let n = arrayLength(&leaves);
  let t = join(leaves[(2u * k) % n], leaves[(2u * k + 1u) % n]);
  var empty: Tree;
  var g = grown(t);
  if (t.left.value == t.right.value || k % 4u == 3u) { g = empty; } else { empty = g; }
  trees[k] = g;
  trees[k].left.value += empty.right.value;
}
`,
  runs: ({ ints }) => {
    const [n, m] = [11, 8];
    const values = ints(4 * n, -30, 30);
    const leaf = (k: number) => ({ value: values[4 * (k % n)]!, x: values[4 * (k % n) + 2]!, y: values[4 * (k % n) + 3]! });
    const expected = list(m, (k) => {
      let [a, b] = [leaf(2 * k), leaf(2 * k + 1)];
      if (a.value > b.value) [a, b] = [b, a];
      if (a.value === b.value || k % 4 === 3) return [0, null, 0, 0, 0, null, 0, 0, 0, null];
      return [a.value + a.value, null, b.y, b.x, a.value, null, b.y + a.x, b.x + a.y, 2, null];
    });
    return [{ workgroups: [3], buffers: { leaves: values, trees: new Int32Array(10 * m) }, expected: { trees: expected.flat() } }];
  },
});
