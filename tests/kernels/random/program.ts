// Random WGSL programs that are right by construction: well typed, no loop without end, no race, barriers where all invocations meet.
// One workgroup exchanges values through shared memory between its statements; each invocation then writes what its variables hold.

import type { Dispatch, GpuArray } from '@site/src/gpu/kernel';
import { bitsOf } from '../case';
import { choicesFrom, type Choices, type ProgramChoices } from './choices';
import { scalarOf, sizeOf, type Helper, type Name, type RandomType } from './expressions';
import { createWriter, partsOfCell, types, type Writer } from './statements';

export interface RandomProgram {
  source: string;
  dispatch: Dispatch;
}

/** Words of a Cell: a at 0; b at 4 to 6; c at 7 to 9; d at 10 and 11. */
const cellWords = 12;
const isFloatOfCell = (word: number): boolean => word % cellWords >= 4 && word % cellWords < 7;

/** WGSL may ignore the sign of a zero: 0 for −0 among the floats of a buffer of words. Float32Arrays compare so of themselves. */
export function withoutZeroSigns(buffers: Record<string, GpuArray>): Record<string, GpuArray> {
  return { ...buffers, cells: buffers.cells!.map((bits, word) => (isFloatOfCell(word) && bits === 0x80000000 ? 0 : bits)) };
}

const inputLength = 16;

function writeHelper(choices: Choices, index: number, helpers: Helper[]): { helper: Helper; text: string } {
  const params = Array.from({ length: 1 + choices.below(3) }, () => choices.pick(types));
  const returns = choices.pick(types);
  const name = `helper${index}`;
  const pointer = choices.once(3) ? choices.pick(types) : undefined;
  const names: Name[] = params.map((type, i) => ({ text: `p${i}`, type, writable: false }));
  if (pointer) names.push({ text: '(*place)', type: pointer, writable: true, space: 'function' });
  const writer = createWriter(choices, helpers, [...names, ...seedNames], 'h');
  writer.statements(choices.below(3), 1, false);
  if (choices.once(2)) writer.line(`if (${writer.expressions.runtime('bool', 2)}) { return ${writer.expressions.text(returns, 2)}; }`);
  writer.statements(choices.below(2), 1, false);
  writer.line(`return ${writer.expressions.text(returns, 3)};`);
  const place = pointer ? [`place: ptr<function, ${pointer}>`] : [];
  const header = `fn ${name}(${[...place, ...params.map((type, i) => `p${i}: ${type}`)].join(', ')}) -> ${returns} {`;
  return { helper: { name, pointer, params, returns }, text: [header, ...writer.lines, '}'].join('\n') };
}

/** Private variables that main fills from the input: run-time values that every function may name. */
const seedNames: Name[] = [
  { text: 'seed_i', type: 'i32', writable: false },
  { text: 'seed_u', type: 'u32', writable: false },
  { text: 'seed_f', type: 'f32', writable: false },
  { text: 'seed_iiii', type: 'vec4<i32>', writable: false },
  { text: 'seed_uu', type: 'vec2<u32>', writable: false },
  { text: 'seed_fff', type: 'vec3<f32>', writable: false },
  ...partsOfCell('kept'),
];

/** A value from another invocation: written, waited for, read, waited for. */
function exchange(choices: Choices, writer: Writer, size: number): void {
  const scalar = choices.pick(['i32', 'f32'] as const);
  const buffer = scalar === 'i32' ? 'shared_i' : 'shared_f';
  const into = writer.fresh();
  writer.line(`${buffer}[lane] = ${writer.expressions.runtime(scalar, 2)};`);
  writer.line('workgroupBarrier();');
  writer.line(`let ${into} = ${buffer}[(lane + ${writer.expressions.runtime('u32', 1)}) % ${size}u];`);
  if (choices.once(3)) writer.line(`atomicAdd(&count, ${writer.expressions.runtime('u32', 1)});`);
  writer.line('workgroupBarrier();');
  writer.declare({ text: into, type: scalar, writable: false });
}

/** What the invocation found, as words: i32 and u32 and bool to results_i, f32 to results_f. */
function output(names: readonly Name[]): { lines: string[]; integers: number; floats: number } {
  const [integers, floats]: string[][] = [[], []];
  for (const { text, type } of names) {
    // Its members have names of their own.
    if (type === 'Cell' || type === 'mat2x2<f32>') continue;
    const array = type.startsWith('array');
    const scalar = array ? type.slice(6, 9) : scalarOf(type as RandomType);
    const size = array ? 4 : sizeOf(type as RandomType);
    for (let c = 0; c < size; c++) {
      const part = size === 1 ? text : `${text}[${c}]`;
      if (scalar === 'f32') floats!.push(part);
      else integers!.push(scalar === 'i32' ? part : scalar === 'u32' ? `bitcast<i32>(${part})` : `i32(${part})`);
    }
  }
  const lines = [
    ...integers!.map((text, i) => `  results_i[at * ${integers!.length}u + ${i}u] = ${text};`),
    ...floats!.map((text, i) => `  results_f[at * ${floats!.length}u + ${i}u] = ${text};`),
  ];
  return { lines, integers: integers!.length, floats: floats!.length };
}

export function randomProgram(given: ProgramChoices): RandomProgram {
  const choices = choicesFrom(given.main);
  const size = 1 + choices.below(9);
  const groups = 1 + choices.below(3);
  const helpers: Helper[] = [];
  const texts = given.helpers.map((list) => {
    const { helper, text } = writeHelper(choicesFrom(list), helpers.length, [...helpers]);
    helpers.push(helper);
    return text;
  });
  const writer = createWriter(choices, helpers, [...seedNames, { text: 'lane', type: 'u32', writable: false }, ...partsOfCell('cells[at]')], 'v');
  // At least one of each, so that there is always something to give out.
  writer.line('var total = seed_i;');
  writer.line('var level = seed_f;');
  writer.declare({ text: 'total', type: 'i32', writable: true, space: 'function' });
  writer.declare({ text: 'level', type: 'f32', writable: true, space: 'function' });
  for (let stage = choices.below(4); stage >= 0; stage--) {
    writer.statements(1 + choices.below(4), 2, false);
    if (stage > 0) exchange(choices, writer, size);
  }
  const visible = writer.scope().names.filter(({ text }) => !text.startsWith('seed_') && !text.startsWith('cells[') && text !== 'lane');
  const { lines, integers, floats } = output(visible);
  const source = `
struct Cell { a: i32, b: vec3<f32>, c: array<u32, 3>, d: vec2<i32> }
@group(0) @binding(0) var<storage, read> input_i: array<i32, ${inputLength}>;
@group(0) @binding(1) var<storage, read> input_f: array<f32, ${inputLength}>;
@group(0) @binding(2) var<storage, read_write> results_i: array<i32>;
@group(0) @binding(3) var<storage, read_write> results_f: array<f32>;
@group(0) @binding(4) var<storage, read_write> counts: array<u32>;
@group(0) @binding(5) var<storage, read_write> cells: array<Cell>;
var<workgroup> shared_i: array<i32, ${size}>;
var<workgroup> shared_f: array<f32, ${size}>;
var<workgroup> count: atomic<u32>;
var<private> seed_i: i32;
var<private> seed_u: u32;
var<private> seed_f: f32;
var<private> seed_iiii: vec4<i32>;
var<private> seed_uu: vec2<u32>;
var<private> seed_fff: vec3<f32>;
var<private> kept: Cell;

fn lane_() -> u32 { return seed_u >> 28u; }

${texts.join('\n\n')}

@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let at = id.x;
  seed_i = input_i[at % ${inputLength}u];
  seed_u = bitcast<u32>(input_i[(at + 5u) % ${inputLength}u]);
  seed_f = input_f[at % ${inputLength}u];
  seed_iiii = vec4(seed_i, input_i[lane % ${inputLength}u], 3, seed_i + 1);
  seed_uu = vec2u(seed_u, at);
  seed_fff = vec3f(seed_f, -seed_f, input_f[(at + 3u) % ${inputLength}u]);
${writer.lines.join('\n')}
  workgroupBarrier();
  if (lane == 0u) { counts[group.x] = atomicLoad(&count); }
${lines.join('\n')}
}
`;
  const invocations = size * groups;
  const buffers = {
    input_i: Int32Array.of(0, 1, -1, 2147483647, -2147483648, 5, -7, 31, 32, 33, 255, 65536, 123456789, -99999, 3, 12),
    input_f: Float32Array.of(0, 1, -1, 0.5, -0.5, 2.25, -3.75, 63.9375, -64, 10, 1.5, 2.5, -2.5, 0.0625, 7, -12.125),
    results_i: new Int32Array(invocations * integers),
    results_f: new Float32Array(invocations * floats),
    counts: new Uint32Array(groups),
    cells: Uint32Array.from({ length: cellWords * invocations }, (_, word) => (isFloatOfCell(word) ? bitsOf((word % 31) / 4 - 3) : word * 2654435761)),
  };
  return { source, dispatch: { entry: 'main', workgroups: [groups], buffers } };
}
