// What a race report says: who touched what on which lines, why nothing orders them, and what mends it.

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
  return facts.between ? fixBetween(facts) : fixInWorkgroup(facts);
}

function updateFix({ name, between, now, earlier }: RaceFacts): string {
  const lines = now.line === earlier.line ? `Line ${now.line} reads, changes and writes back` : `Lines ${Math.min(now.line, earlier.line)} and ${Math.max(now.line, earlier.line)} read, change and write back`;
  const own = between ? 'let each workgroup sum into an element of its own' : 'let each invocation keep a sum of its own';
  return `${lines}: where two do so at once, one change is lost. Declare ${name} with atomic<u32> (or atomic<i32>) elements and use atomicAdd, or ${own} and add those up at the end.`;
}

function fixBetween({ earlier, now, name }: RaceFacts): string {
  const never = 'Two workgroups cannot wait for each other: no barrier reaches beyond its workgroup.';
  if (earlier.writes && now.writes) return `${never} Give each workgroup its own elements of ${name} (an index made with workgroup_id or global_invocation_id), or use an atomic.`;
  return `${never} Read from one buffer and write to another, or split the kernel into two dispatches: the second sees all that the first wrote.`;
}

function fixInWorkgroup(facts: RaceFacts): string {
  const { earlier, now, space, name, wrongBarrierLine } = facts;
  if (wrongBarrierLine !== undefined) return wrongBarrierFix(space, name, wrongBarrierLine);
  const barrier = `${space}Barrier()`;
  const bothWrite = earlier.writes && now.writes;
  if (earlier.line === now.line)
    return bothWrite
      ? `Let a single invocation write it, as in \`if (local_index == 0u) { … }\`, or give each invocation an element of its own.`
      : `Split line ${now.line}: read into a variable, then ${barrier}, then write.`;
  const [first, second] = facts.order === 'earlier-first' ? [earlier.line, now.line] : [now.line, earlier.line];
  const pass = 'where every invocation of the workgroup passes it';
  if (first > second && facts.oneFunction)
    return `A loop leads from line ${first} back to line ${second}: a quick invocation is in its next round while a slow one is still in this. Put ${barrier} after line ${first}, at the end of the loop's body, ${pass}.`;
  const own = bothWrite ? ', or let each invocation write elements of its own' : '';
  const run = facts.oneFunction ? '' : ' in the order in which they run';
  return `Put ${barrier} between line ${first} and line ${second}${run}, ${pass}${own}.`;
}

function wrongBarrierFix(space: 'workgroup' | 'storage', name: string, line: number): string {
  const [there, needed, kind] = space === 'storage' ? ['workgroupBarrier()', 'storageBarrier()', 'storage buffer'] : ['storageBarrier()', 'workgroupBarrier()', 'workgroup variable'];
  return `The barrier on line ${line}, ${there}, does not order this memory: ${name} is a ${kind}, which ${needed} orders. Use that, or both where you share both. (CUDA's __syncthreads() orders both.)`;
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
