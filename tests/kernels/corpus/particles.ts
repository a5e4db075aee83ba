import { defineKernel, f32, list } from '../case';

export default defineKernel({
  title: 'particles as arrays of structures and as structure of arrays, updated in place, walls by reflection',
  source: /* wgsl */ `
struct Particle { position: vec2f, velocity: vec2f, age: u32 }
struct Columns { x: array<f32, 13>, y: array<f32, 13>, age: array<u32, 13> }
struct Step { dt: f32, size: vec2f }
@group(0) @binding(0) var<uniform> step_: Step;
@group(0) @binding(1) var<storage, read_write> particles: array<Particle>;
@group(0) @binding(2) var<storage, read_write> columns: Columns;

fn bounce(p: ptr<function, Particle>, axis: u32) {
  if ((*p).position[axis] < 0.0 || (*p).position[axis] > step_.size[axis]) {
    (*p).velocity[axis] = -(*p).velocity[axis];
  }
}

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&particles)) { return; }
  var p = particles[k];
  for (var round = 0; round < 3; round++) {
    p.position += p.velocity * step_.dt;
    bounce(&p, 0u);
    bounce(&p, 1u);
    p.age += 1u;
  }
  particles[k] = p;
  columns.x[k] = p.position.x;
  columns.y[k] = p.position.y;
  columns.age[k] = particles[k].age;
}
`,
  runs: ({ ints }) => {
    const n = 13;
    const raw = ints(4 * n, 0, 16);
    const particles = list(n, (k) => ({ p: [raw[4 * k]!, raw[4 * k + 1]!], v: [raw[4 * k + 2]! - 8, raw[4 * k + 3]! - 8], age: k }));
    const moved = particles.map(({ p, v, age }) => {
      const [q, w] = [[...p] as [number, number], [...v] as [number, number]];
      for (let round = 0; round < 3; round++)
        for (const axis of [0, 1] as const) {
          q[axis] += 0.5 * w[axis];
          if (q[axis] < 0 || q[axis] > 16) w[axis] = -w[axis];
        }
      return { p: q, v: w, age: age + 3 };
    });
    const pack = (all: { p: number[]; v: number[]; age: number }[]) => all.flatMap(({ p, v, age }) => [...p.map(f32), ...v.map(f32), age, 0]);
    const zeroSigned = pack(moved).map((word, k) => (k % 6 === 5 ? null : word === 0x80000000 ? null : word === 0 && k % 6 < 4 ? null : word));
    const columns = [...moved.map(({ p }) => f32(p[0])), ...moved.map(({ p }) => f32(p[1])), ...moved.map(({ age }) => age)];
    return [
      {
        workgroups: [2],
        buffers: { step_: Uint32Array.of(f32(0.5), 0, f32(16), f32(16)), particles: Uint32Array.from(pack(particles)), columns: new Uint32Array(39) },
        expected: { particles: zeroSigned, columns: columns.map((word) => (word === 0x80000000 ? 0 : word)) },
      },
    ];
  },
});
