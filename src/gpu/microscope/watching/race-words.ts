// What a race report says: who touched what on which lines, why nothing orders them, and what mends it.

import type { Memory } from '../watch';

export interface RaceSide {
  line: number;
  writes: boolean;
  /** e.g. "invocation 5", "workgroup 0". */
  invocation: string;
  workgroup: string;
}

export interface RaceFacts {
  between: boolean;
  space: 'workgroup' | 'storage';
  /** The variable, and the element of it, e.g. "scratch[12]". */
  name: string;
  address: string;
  earlier: RaceSide;
  now: RaceSide;
  /** Which of the two comes first in the program, with no fitting barrier before the other. */
  order: 'earlier-first' | 'now-first';
  /** Both lines stand in one function, so that the text's order means something. */
  oneFunction: boolean;
  /** What the memory's elements are. */
  format: Memory['format'];
  /** The two race in different rounds of a loop (or calls) alone. */
  acrossRounds: boolean;
  /** The same lines race between workgroups too. */
  alsoBetween: boolean;
  /** An atomic stands between the two lines, as if it could order them. */
  atomicBetween: boolean;
  /** The line that writes, to see how it changes the element. */
  operator: string;
  /** Invocations read the element, change it and write it back. */
  updates: boolean;
  /** Every pair of racing writes wrote the same bits. */
  sameBits: boolean;
  /** A barrier stands between, but of the other address space. */
  wrongBarrierLine: number | undefined;
}

export function messageOf(facts: RaceFacts): string {
  return [whatHappened(facts), luck(facts)].filter(Boolean).join(' ');
}

function whatHappened(facts: RaceFacts): string {
  const { between, earlier, now, address } = facts;
  const name = (side: RaceSide) => (between ? `${side.invocation} of ${side.workgroup}` : side.invocation);
  const where = between ? '' : `In ${now.workgroup}, `;
  const why = between ? 'Workgroups run in any order, side by side or one after the other.' : 'No barrier says which comes first.';
  if (earlier.writes && now.writes) {
    const lines = earlier.line === now.line ? `on line ${now.line}` : `on line ${earlier.line} and on line ${now.line}`;
    return capital(`${where}${name(earlier)} and ${name(now)} both write ${address}, ${lines}. ${why}`);
  }
  const [writer, reader] = now.writes ? [now, earlier] : [earlier, now];
  return capital(`${where}${name(writer)} writes ${address} on line ${writer.line}, and ${name(reader)} reads it on line ${reader.line}. ${why}`);
}

function luck({ earlier, now, sameBits, updates }: RaceFacts): string {
  if (!earlier.writes || !now.writes || !sameBits || updates) return '';
  return 'Both write the same value, so that the result may look right by luck. It is a race all the same: neither the language nor the hardware promises what is left, and the next change of the value shows it.';
}

export function fixOf(facts: RaceFacts): string {
  if (facts.updates) return updateFix(facts);
  const fix = facts.between ? fixBetween(facts) : fixInWorkgroup(facts);
  return facts.atomicBetween ? `${fix} The atomic between them does not help: in WGSL an atomic orders nothing but itself.` : fix;
}

function updateFix(facts: RaceFacts): string {
  const { between, now, earlier } = facts;
  const lines = now.line === earlier.line ? `Line ${now.line} reads, changes and writes back` : `Lines ${Math.min(now.line, earlier.line)} and ${Math.max(now.line, earlier.line)} read, change and write back`;
  const own = between ? 'let each workgroup write its result to an element of its own, and combine those in a second dispatch' : 'let each invocation write its result to an element of its own in workgroup memory, and combine those after workgroupBarrier()';
  const none = !canBeAtomic(facts) ? `atomic ${facts.format === 'f16' ? 'f16' : 'f32'}` : hasNoAtomic.test(facts.operator) ? 'atomic that does this' : undefined;
  return `${lines}: where two do so at once, one change is lost. ${none ? `WGSL has no ${none}: ${own}.` : `Declare ${target(facts)} as ${atomicType(facts)} and use ${atomicFor(facts)}, or ${own}.`}`;
}

const canBeAtomic = ({ format }: RaceFacts) => format !== 'f32' && format !== 'f16';
/** Multiplication, division, remainder and shifts. */
const hasNoAtomic = /(?:[*/%]|<<|>>)=/;
const atomicType = ({ format }: RaceFacts) => (format === 'i32' ? 'atomic<i32>' : 'atomic<u32>');
const target = ({ address, name }: RaceFacts) => (address.endsWith(']') ? `the elements of ${name}` : address);

function atomicFor({ operator }: RaceFacts): string {
  const found = ([['|=', 'atomicOr'], ['&=', 'atomicAnd'], ['^=', 'atomicXor'], ['max(', 'atomicMax'], ['min(', 'atomicMin'], ['-=', 'atomicSub'], ['--', 'atomicSub']] as const).find(([sign]) => operator.includes(sign));
  return found ? found[1] : 'atomicAdd';
}

const never = 'Two workgroups cannot wait for each other: no barrier reaches beyond its workgroup.';
const twoBuffers = 'read from one buffer and write to another, or split the kernel into two dispatches: the second sees all that the first wrote.';

function fixBetween(facts: RaceFacts): string {
  const { earlier, now, name } = facts;
  if (!earlier.writes || !now.writes) return `${never} ${capital(twoBuffers)}`;
  return `${never} Give each workgroup its own elements of ${name} (an index made with workgroup_id or global_invocation_id)${canBeAtomic(facts) ? ', or use an atomic' : ''}.`;
}

function fixInWorkgroup(facts: RaceFacts): string {
  const { earlier, now, space, name, wrongBarrierLine } = facts;
  const bothWrite = earlier.writes && now.writes;
  if (facts.alsoBetween && !bothWrite) return `A barrier would order one workgroup alone, and these lines race between workgroups too: ${twoBuffers}`;
  if (wrongBarrierLine !== undefined) return wrongBarrierFix(space, name, wrongBarrierLine);
  const barrier = `${space}Barrier()`;
  if (facts.acrossRounds) return nextRoundFix(Math.max(earlier.line, now.line), Math.min(earlier.line, now.line), barrier);
  if (earlier.line === now.line) return bothWrite ? singleWriterFix(facts) : splitFix(now.line, barrier);
  const [first, second] = facts.order === 'earlier-first' ? [earlier.line, now.line] : [now.line, earlier.line];
  if (first > second && facts.oneFunction) return nextRoundFix(first, second, barrier);
  const run = facts.oneFunction ? '' : ' in the order in which they run';
  const between = `${barrier} between line ${first} and line ${second}${run}, ${pass}`;
  return bothWrite ? `Let each invocation write elements of its own; where line ${second} is meant to win, put ${between}.` : `Put ${between}.`;
}

const pass = 'where every invocation of the workgroup passes it';

function splitFix(line: number, barrier: string): string {
  return `Split line ${line}: read into a variable, then ${barrier}, ${pass}, then write. If line ${line} stands in an if, end that if before the barrier and begin it again after it.`;
}

function nextRoundFix(last: number, first: number, barrier: string): string {
  const back = last === first ? `comes back to line ${first} while a slow one has yet to leave it` : `is back at line ${first} while a slow one is still at line ${last}`;
  return `By a loop (or a second call) a quick invocation ${back}. Put ${barrier} after line ${last}, at the end of the loop's body, ${pass}.`;
}

function singleWriterFix(facts: RaceFacts): string {
  const atomic = canBeAtomic(facts) ? ', or use an atomic (atomicStore, atomicMax) where any of them may win' : '';
  return `Let a single invocation write it, as in \`if (local_index == 0u) { … }\`, or give each invocation an element of its own${atomic}.`;
}

function wrongBarrierFix(space: 'workgroup' | 'storage', name: string, line: number): string {
  const [there, needed, kind] = space === 'storage' ? ['workgroupBarrier()', 'storageBarrier()', 'storage buffer'] : ['storageBarrier()', 'workgroupBarrier()', 'workgroup variable'];
  return `The barrier on line ${line}, ${there}, does not order this memory: ${name} is a ${kind}, which ${needed} orders. Use that, or both where you share both. (CUDA's __syncthreads() orders both.)`;
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
