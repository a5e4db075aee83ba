// Random WGSL programs that are right by construction: well typed, no loop without end, no race, barriers where all invocations meet.
// One workgroup exchanges values through shared memory between its statements; each invocation then writes what its variables hold.

import type { Dispatch, GpuArray } from '@site/src/gpu/kernel';
import { bitsOf } from '../case';
import { choicesFrom, type Choices, type ProgramChoices } from './choices';
import { createExpressions, scalarOf, sizeOf, vectorOf, type Helper, type Name, type RandomType, type Scope } from './expressions';

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

const types: RandomType[] = ['i32', 'u32', 'f32', 'bool', 'vec2<i32>', 'vec3<f32>', 'vec4<u32>', 'vec2<f32>', 'vec3<i32>', 'vec4<f32>', 'vec3<u32>', 'vec4<i32>', 'vec2<u32>'];
const inputLength = 16;

/** Statement writer of one function. */
function createWriter(choices: Choices, helpers: Helper[], params: Name[], prefix: string) {
  const lines: string[] = [];
  const frames: Name[][] = [params];
  const scope = (): Scope => ({ names: frames.flat(), helpers });
  const expressions = createExpressions(choices, scope);
  let counter = 0;
  let indent = 1;
  const fresh = () => `${prefix}${counter++}`;
  const line = (text: string) => lines.push(`${'  '.repeat(indent)}${text}`);
  const declare = (name: Name) => frames.at(-1)!.push(name);
  const writable = () => scope().names.filter((name) => name.writable);
  const cells = () => scope().names.filter((name) => name.type === 'Cell');

  function block(body: () => void): void {
    frames.push([]);
    indent++;
    body();
    indent--;
    frames.pop();
  }

  function variable(): void {
    const type = choices.pick(types);
    const text = fresh();
    const kind = choices.pick(['var', 'let']);
    line(`${kind} ${text}${choices.once(2) ? `: ${type}` : ''} = ${expressions.runtime(type, 3)};`);
    declare({ text, type, writable: kind === 'var', space: kind === 'var' ? 'function' : undefined });
  }

  function structure(): void {
    const text = fresh();
    const form = choices.below(3);
    const parts = () => [expressions.text('i32', 2), expressions.text('vec3<f32>', 2), `array(${expressions.runtime('u32', 1)}, 1u, lane_())`, expressions.runtime('vec2<i32>', 1)].join(', ');
    line(`var ${text}: Cell${form === 0 ? '' : ` = ${form === 1 ? choices.pick(cells()).text : `Cell(${parts()})`}`};`);
    for (const part of partsOfCell(text, 'function')) declare(part);
  }

  function matrix(): void {
    const text = fresh();
    line(`var ${text} = mat2x2<f32>(${expressions.text('vec2<f32>', 2)}, ${expressions.runtime('vec2<f32>', 2)});`);
    declare({ text, type: 'mat2x2<f32>', writable: false });
    for (const column of [0, 1]) declare({ text: `${text}[${column}]`, type: 'vec2<f32>', writable: true, space: 'function' });
  }

  /** A name for a place: what is written by one name is read by the other. */
  function pointer(): void {
    const targets = writable().filter(({ text }) => !text.startsWith('('));
    if (targets.length === 0) return variable();
    const { text, type, space } = choices.pick(targets);
    const name = fresh();
    line(`let ${name} = &${text};`);
    declare({ text: `(*${name})`, type, writable: true, space });
  }

  function array(): void {
    const scalar = choices.pick(['i32', 'f32'] as const);
    const text = fresh();
    const parts = Array.from({ length: 4 }, () => expressions.text(scalar, 1)).join(', ');
    line(choices.once(2) ? `var ${text}: array<${scalar}, 4>;` : `var ${text} = array<${scalar}, 4>(${parts});`);
    declare({ text, type: `array<${scalar}, 4>`, writable: true });
  }

  function assign(): void {
    const targets = writable();
    if (targets.length === 0) return variable();
    const { text, type } = choices.pick(targets);
    if (type === 'Cell') return void line(`${text} = ${choices.pick(cells()).text};`);
    if (type.startsWith('array')) {
      const scalar = type.slice(6, 9) as 'i32' | 'f32';
      return void line(`${text}[${expressions.runtime('u32', 2)} % 4u] = ${expressions.text(scalar, 3)};`);
    }
    const own = type as RandomType;
    const scalar = scalarOf(own);
    const integer = scalar === 'i32' || scalar === 'u32';
    const form = choices.below(5);
    if (form === 1 && sizeOf(own) > 1) return void line(`${text}${choices.once(2) ? `[${expressions.runtime('u32', 1)} % ${sizeOf(own)}u]` : '.y'} = ${expressions.text(scalar, 3)};`);
    if (form === 2 && integer) return void line(`${text} ${choices.pick(['+=', '-=', '*=', '&=', '|=', '^='])} ${expressions.runtime(own, 2)};`);
    if (form === 3 && integer && sizeOf(own) === 1) return void line(`${text}${choices.pick(['++', '--'])};`);
    if (form === 4 && integer) return void line(`${text} ${choices.pick(['<<=', '>>='])} ${expressions.runtime(vectorOf(sizeOf(own), 'u32'), 1)};`);
    line(`${text} = ${expressions.text(own, 3)};`);
  }

  function conditional(depth: number, inLoop: boolean): void {
    line(`if (${expressions.runtime('bool', 2)}) {`);
    block(() => statements(1 + choices.below(3), depth - 1, inLoop));
    if (choices.once(2)) {
      line('} else {');
      block(() => statements(1 + choices.below(3), depth - 1, inLoop));
    }
    line('}');
  }

  function selection(depth: number, inLoop: boolean): void {
    const type = choices.pick(['i32', 'u32'] as const);
    line(`switch (${expressions.runtime(type, 2)} % ${type === 'i32' ? '4' : '4u'}) {`);
    for (const label of ['case 1, 3:', 'case 2:', 'default:']) {
      line(`  ${label} {`);
      indent++;
      block(() => {
        statements(1 + choices.below(2), depth - 1, inLoop);
        if (choices.once(4)) line(`if (${expressions.runtime('bool', 1)}) { break; }`);
        statements(choices.below(2), 0, inLoop);
      });
      indent--;
      line('  }');
    }
    line('}');
  }

  function loop(depth: number): void {
    const k = fresh();
    const rounds = 1 + choices.below(5);
    const form = choices.below(3);
    const leave = () => choices.once(3) && line(`if (${expressions.runtime('bool', 2)}) { ${choices.pick(form === 1 ? ['break'] : ['continue', 'break'])}; }`);
    const body = () => {
      declare({ text: k, type: 'u32', writable: false });
      statements(1 + choices.below(2), depth - 1, form !== 1);
      leave();
      statements(choices.below(2), depth - 1, form !== 1);
    };
    if (form === 0) {
      line(`for (var ${k} = 0u; ${k} < ${rounds}u; ${k}++) {`);
      block(body);
    } else if (form === 1) {
      line(`var ${k} = 0u;`);
      line(`while ${k} < ${rounds}u {`);
      block(() => {
        line(`${k} += 1u;`);
        body();
      });
    } else {
      line(`var ${k} = ${rounds}u;`);
      line('loop {');
      block(() => {
        body();
        line(`continuing { ${k} -= 1u; break if ${k} == 0u; }`);
      });
    }
    line('}');
  }

  function statement(depth: number, inLoop: boolean): void {
    const kind = choices.below(depth > 0 ? 12 : 9);
    if (kind < 2) variable();
    else if (kind < 5) assign();
    else if (kind === 5) array();
    else if (kind === 6) structure();
    else if (kind === 7) matrix();
    else if (kind === 8) pointer();
    else if (kind === 9) conditional(depth, inLoop);
    else if (kind === 10) selection(depth, inLoop);
    else loop(depth);
  }

  function statements(count: number, depth: number, inLoop: boolean): void {
    for (let i = 0; i < count && !choices.spent; i++) statement(depth, inLoop);
  }

  return { lines, line, fresh, scope, declare, statements, expressions };
}

/** A structure by the name `text`, and its members. */
const partsOfCell = (text: string, space?: 'function'): Name[] => [
  { text, type: 'Cell', writable: true },
  { text: `${text}.a`, type: 'i32', writable: true, space },
  { text: `${text}.b`, type: 'vec3<f32>', writable: true, space },
  { text: `${text}.c[1]`, type: 'u32', writable: true, space },
  { text: `${text}.d`, type: 'vec2<i32>', writable: true, space },
];

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
function exchange(choices: Choices, writer: ReturnType<typeof createWriter>, size: number): void {
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
