// What reports of single accesses and values say: out of bounds, never written, not finite.

import type { Span } from '../../wgsl/typed';
import type { Finding } from '../results';
import type { Memory, Site } from '../watch';
import type { Names } from './names';
import type { Text } from './text';

/** `name`: of the variable, null for private and function memory. */
export function outOfBoundsFinding(text: Text, { span, kind }: Site, name: string | null, index: number, length: number, names: Names, invocation: number, workgroup: number): Finding {
  const place = text.placeOf(span);
  const verb = kind === 'store' ? 'writes' : kind === 'atomic' ? 'updates' : 'reads';
  const quoted = `\`${text.quote(span)}\``;
  const elements = length === 1 ? '1 element' : `${length} elements`;
  const range = length === 0 ? 'none' : length === 1 ? 'only 0' : `0 to ${length - 1}`;
  const here = kind === 'store' ? 'Here nothing is written.' : kind === 'atomic' ? 'Here nothing is changed.' : 'Here it gives 0.';
  return {
    kind: 'out-of-bounds',
    severity: 'error',
    message: `${sentenceStart(names, invocation, workgroup)} ${verb} ${quoted} on line ${place.line} with index ${index}, but ${name ?? 'that'} has ${elements} (${range}). ${here} A browser keeps such an access inside in a way of its own: it may move it to the last element or drop it, so that the result is wrong, or right by luck, without a word.`,
    fix: `${wrapped(index)}Put the access on line ${place.line} in an if that tests its index: ${index < 0 ? `0 or more, and below ${length}` : `below ${length}`}. Test against the size that you pass in, or against arrayLength(&…) where the type of the array names no size.`,
    places: [{ place, invocation: names.idOf(invocation, workgroup), access: kind === 'store' ? 'write' : kind === 'atomic' ? 'atomic' : 'read' }],
    address: name === null ? null : `${name}[${index}]`,
    occurrences: 1,
  };
}

/** Of an index that a subtraction below 0 gives. */
function wrapped(index: number): string {
  return index < 2 ** 32 - 2 ** 16 ? '' : `A u32 has no negative numbers: 0u - ${2 ** 32 - index}u is ${index}. `;
}

export function unwrittenFinding(text: Text, span: Span, memory: Memory, unit: number, names: Names, invocation: number, workgroup: number): Finding {
  const place = text.placeOf(span);
  const address = memory.nameOf(unit * (memory.halves ? 2 : 4));
  const shared = memory.space === 'workgroup';
  const why = shared
    ? 'WGSL fills workgroup memory with zeros before the kernel starts; CUDA, Metal and OpenCL leave what the last kernel left there.'
    : `Nobody has written it before: what the buffer holds there is not part of the input.`;
  return {
    kind: 'unwritten-read',
    severity: shared ? 'warning' : 'error',
    message: `${sentenceStart(names, invocation, workgroup)} reads ${address} on line ${place.line}, which no invocation has written. ${why}`,
    fix: shared ? `Write every element of ${memory.name} that is read, zeros too, with workgroupBarrier() between the writes and the reads.` : `Start from a value of your own, such as \`var sum = 0.0;\`, and only write ${memory.name}.`,
    places: [{ place, invocation: names.idOf(invocation, workgroup), access: 'read' }],
    address,
    occurrences: 1,
  };
}

export function nonFiniteFinding(text: Text, span: Span, value: number, names: Names, invocation: number, workgroup: number): Finding {
  const place = text.placeOf(span);
  const what = Number.isNaN(value) ? 'NaN (not a number)' : value > 0 ? 'infinity' : 'minus infinity';
  return {
    kind: 'not-a-number',
    severity: 'warning',
    message: `${sentenceStart(names, invocation, workgroup)} computes ${what} from finite numbers on line ${place.line}: \`${text.quote(span)}\`. Whatever is computed from it is lost too. WGSL lets a GPU assume that this never happens, and give any value instead.`,
    fix: Number.isNaN(value)
      ? 'NaN comes of 0/0, of infinity minus infinity, and of sqrt, log or pow of a negative number: look at the divisor and the arguments in this invocation.'
      : 'Infinity comes of a division by zero, of log(0), or of a number beyond 3.4e38 (f16: 65504), which exp passes at 88.7 (f16: 11.1). Guard the divisor and the argument of log; before exp subtract the maximum, as a stable softmax does.',
    places: [{ place, invocation: names.idOf(invocation, workgroup), access: null }],
    address: null,
    occurrences: 1,
  };
}

function sentenceStart(names: Names, invocation: number, workgroup: number): string {
  const name = names.invocation(invocation);
  return `${name[0]!.toUpperCase()}${name.slice(1)} of ${names.workgroup(workgroup)}`;
}
