// Makes every loop of a WGSL text end: no watchdog of a browser stops a shader that never does, and destroying its
// device wedges the GPU process. Each loop gets a counter of its own at the top of its function, never reset (reset
// counters multiply when loops nest; one shared counter breaks the uniformity that barriers need), and a tripped
// guard writes the loop's line to a buffer, so that the loop is reported and not quietly cut short.

import { tokenize } from './lexer';
import type { Reflection } from './reflect';

export interface GuardedSource {
  code: string;
  /** Where the buffer of one u32 is bound that holds the line of a tripped loop, or 0. */
  group: number;
  binding: number;
  /** Pipeline constant: the most iterations of one loop in one call of its function. */
  capConstant: string;
}

/** Iterations that one invocation may take in all, whatever calls what. */
const invocationBudget = 2 ** 20;
/** Iterations that a whole dispatch may take: about a second on a CPU that plays GPU. */
const dispatchBudget = 2 ** 27;
/** A loop may always run this often: no honest loop of the labs is longer where functions with loops nest. */
const leastCap = 2 ** 11;

/** The same text with every loop guarded; lines stay where they are. Null where there is no loop. */
export function guardLoops(source: string, { functions, bindings }: Reflection): GuardedSource | null {
  if (functions.every(({ loops }) => loops.length === 0)) return null;
  const names = new Set(tokenize(source).tokens.map(({ text }) => text));
  let prefix = 'loopGuard';
  while ([...names].some((name) => name.startsWith(prefix))) prefix += 'X';
  const binding = 1 + Math.max(-1, ...bindings.filter(({ group }) => group === 0).map((b) => b.binding));
  const capConstant = `${prefix}Cap`;

  const insertions: { offset: number; text: string }[] = [];
  let count = 0;
  for (const { body, loops, returns } of functions) {
    if (loops.length === 0) continue;
    const counters = loops.map(() => `${prefix}${count++}`);
    insertions.push({ offset: body[0], text: counters.map((name) => ` var ${name} = 0u;`).join('') });
    loops.forEach((loop, i) => {
      const trip = `atomicMax(&${prefix}Line, ${loop.line}u); break;`;
      insertions.push({ offset: loop.body, text: ` ${counters[i]} += 1u; if (${counters[i]} > ${capConstant}) { ${trip} }` });
    });
    // A loop that could only return can now be left: then the function must still give something back.
    if (returns) insertions.push({ offset: body[1], text: ` return ${returns}(); ` });
  }
  insertions.sort((a, b) => a.offset - b.offset);
  let code = '';
  let at = 0;
  for (const { offset, text } of insertions) {
    code += source.slice(at, offset) + text;
    at = offset;
  }
  code += source.slice(at);
  code += `\noverride ${capConstant}: u32 = ${leastCap}u;\n@group(0) @binding(${binding}) var<storage, read_write> ${prefix}Line: atomic<u32>;\n`;
  return { code, group: 0, binding, capConstant };
}

/** The cap for one dispatch: caps multiply along the longest chain of calls between functions with loops. */
export function loopCap({ functions }: Reflection, entry: string, invocations: number): number {
  const byName = new Map(functions.map((fn) => [fn.name, fn]));
  const depth = (name: string): number => {
    const fn = byName.get(name);
    if (!fn) return 0;
    return (fn.loops.length > 0 ? 1 : 0) + Math.max(0, ...fn.calls.map(depth));
  };
  const budget = Math.min(invocationBudget, dispatchBudget / Math.max(1, invocations));
  const levels = Math.max(1, depth(entry));
  const least = levels === 1 ? leastCap : Math.floor(invocationBudget ** (1 / levels));
  return Math.max(least, Math.floor(budget ** (1 / levels)));
}
