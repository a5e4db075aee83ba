// Random WGSL statements of one function: declarations, assignments, branches, loops with an end. What is declared is known to what follows.

import type { Choices } from './choices';
import { createExpressions, scalarOf, sizeOf, vectorOf, type Helper, type Name, type RandomType, type Scope } from './expressions';

export const types: RandomType[] = ['i32', 'u32', 'f32', 'bool', 'vec2<i32>', 'vec3<f32>', 'vec4<u32>', 'vec2<f32>', 'vec3<i32>', 'vec4<f32>', 'vec3<u32>', 'vec4<i32>', 'vec2<u32>'];

/** A structure by the name `text`, and its members. */
export const partsOfCell = (text: string, space?: 'function'): Name[] => [
  { text, type: 'Cell', writable: true },
  { text: `${text}.a`, type: 'i32', writable: true, space },
  { text: `${text}.b`, type: 'vec3<f32>', writable: true, space },
  { text: `${text}.c[1]`, type: 'u32', writable: true, space },
  { text: `${text}.d`, type: 'vec2<i32>', writable: true, space },
];

export type Writer = ReturnType<typeof createWriter>;

/** Statement writer of one function. */
export function createWriter(choices: Choices, helpers: Helper[], params: Name[], prefix: string) {
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
