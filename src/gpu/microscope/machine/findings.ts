// What the machine itself finds in a run, in words: endless loops, barriers that not all reach, integer division by zero,
// floats that no integer holds. Out of bounds where nobody watches.

import type { Span } from '../../wgsl/typed';
import type { Finding, FindingKind } from '../results';
import type { Site } from '../watch';
import type { FindingList } from '../watching/finding-list';
import { Names, type Triple } from '../watching/names';
import { Text } from '../watching/text';
import { outOfBoundsFinding } from '../watching/value-words';

export interface Waiting {
  /** local_invocation_index */
  invocation: number;
  /** Where it waits; null: it has ended. */
  span: Span | null;
  /** Same place as another that waits, in another round of a loop or another call. */
  round: string;
}

export class MachineFindings {
  readonly #list: FindingList;
  readonly #text: Text;
  readonly #names: Names;
  readonly #sites: readonly Site[];
  readonly #workgroups: Triple;
  /** By kind and site: only the first is put in words. */
  readonly #first = new Map<string, Finding>();

  constructor(list: FindingList, source: string, sites: readonly Site[], workgroupSize: Triple, workgroups: Triple) {
    this.#list = list;
    this.#text = new Text(source);
    this.#names = new Names(workgroupSize, workgroups);
    this.#sites = sites;
    this.#workgroups = workgroups;
  }

  #number([x, y, z]: Triple): number {
    return x + this.#workgroups[0] * (y + this.#workgroups[1] * z);
  }

  #who(invocation: number, workgroup: Triple): string {
    return `${this.#names.invocation(invocation)} of ${this.#names.workgroup(this.#number(workgroup))}`;
  }

  #places(spans: readonly { span: Span; invocation: number }[], workgroup: Triple): Finding['places'] {
    return spans.map(({ span, invocation }) => ({ place: this.#text.placeOf(span), invocation: this.#names.idOf(invocation, this.#number(workgroup)), access: null }));
  }

  /** Counts a finding at a site that may come a million times. */
  #count(kind: FindingKind, site: number, describe: () => Finding): void {
    const key = `${kind}${site}`;
    const known = this.#first.get(key);
    if (known) known.occurrences++;
    else this.#first.set(key, describe());
  }

  /** Hands over what was counted: at the end of a run. */
  finish(): void {
    for (const finding of this.#first.values()) this.#list.add(finding);
    this.#first.clear();
  }

  outOfBounds(site: number, memory: string | null, index: number, length: number, invocation: number, workgroup: Triple): void {
    this.#count('out-of-bounds', site, () => outOfBoundsFinding(this.#text, this.#sites[site]!, memory, index, length, this.#names, invocation, this.#number(workgroup)));
  }

  badDivision(site: number, divisor: number, invocation: number, workgroup: Triple): void {
    const { span } = this.#sites[site]!;
    const what = divisor === 0 ? 'divides an integer by zero' : 'divides the lowest i32 by -1, whose result no i32 holds,';
    this.#count('integer-division-by-zero', site, () => ({
      kind: 'integer-division-by-zero',
      severity: 'warning',
      message: `${capital(this.#who(invocation, workgroup))} ${what} at \`${this.#text.quote(span)}\` on line ${this.#text.lineOf(span.start)}. WGSL gives the dividend for \`/\` and 0 for \`%\`; CUDA and C promise nothing.`,
      fix: 'Test the divisor before this line.',
      places: this.#places([{ span, invocation }], workgroup),
      address: null,
      occurrences: 1,
    }));
  }

  badConversion(site: number, value: number, result: number, invocation: number, workgroup: Triple): void {
    const { span } = this.#sites[site]!;
    this.#count('numeric-conversion', site, () => ({
      kind: 'numeric-conversion',
      severity: 'warning',
      message: `${capital(this.#who(invocation, workgroup))} converts ${value} at \`${this.#text.quote(span)}\` on line ${this.#text.lineOf(span.start)}, and the integer type holds no such number: the result is ${Number.isNaN(value) ? 'any number, here 0' : `the nearest that it and the float type hold, ${result}`}.`,
      fix: Number.isNaN(value) ? 'Find where the NaN comes from: no clamp or comparison is sure to catch it.' : 'Keep the float within the range of the integer type before converting, with clamp or a test.',
      places: this.#places([{ span, invocation }], workgroup),
      address: null,
      occurrences: 1,
    }));
  }

  /** Loops innermost first, with the rounds that each had made. Gives the reason in a sentence. */
  endless(loops: readonly { what: 'loop' | 'call' | 'barrier'; span: Span; rounds: number }[], steps: number, invocation: number, workgroup: Triple): string {
    const inLoops = loops.filter(({ what }) => what === 'loop');
    const line = (span: Span) => this.#text.lineOf(span.start);
    const where =
      inLoops.length > 0
        ? inLoops.map(({ span, rounds }) => `${rounds.toLocaleString('en')} rounds into the loop on line ${line(span)}`).join(', ')
        : `${loops[0]!.what === 'barrier' ? 'at the barrier' : 'in the function'} on line ${line(loops[0]!.span)}`;
    const message = `The kernel did not end within ${steps.toLocaleString('en')} steps (loop rounds and function calls of all invocations). When it was stopped, ${this.#who(invocation, workgroup)} was ${where}.`;
    this.#list.add({
      kind: 'endless-loop',
      severity: 'error',
      message,
      fix: inLoops.length > 0 ? `Look at what should end the loop on line ${line(inLoops[0]!.span)}: does every round bring its condition closer to false? If it does, the kernel does too much for the simulated GPU: run a smaller instance.` : 'The kernel does too much for the simulated GPU: run a smaller instance.',
      places: this.#places(loops.map(({ span }) => ({ span, invocation })), workgroup),
      address: null,
      occurrences: 1,
    });
    return message;
  }

  /** The dispatch itself is larger than the budget. */
  tooLarge(invocations: number, steps: number, span: Span): string {
    const message = `This dispatch starts ${invocations.toLocaleString('en')} invocations; the simulated GPU stopped after its budget of ${steps.toLocaleString('en')} steps (loop rounds, function calls, invocations).`;
    this.#list.add({ kind: 'endless-loop', severity: 'error', message, fix: 'Dispatch fewer workgroups: run a smaller instance.', places: [{ place: this.#text.placeOf(span), invocation: null, access: null }], address: null, occurrences: 1 });
    return message;
  }

  /** Two invocations of a workgroup that should have met at a barrier. */
  divergence(first: Waiting, second: Waiting, waiting: number, invocations: number, workgroup: Triple): string {
    const say = ({ invocation, span, round }: Waiting) => `${this.#names.invocation(invocation)} ${span ? `waits at \`${this.#text.quote(span)}\` on line ${this.#text.lineOf(span.start)}${round}` : 'has ended'}`;
    const message = `In ${this.#names.workgroup(this.#number(workgroup))} the invocations do not meet at one barrier: ${say(first)}, but ${say(second)}; ${waiting} of ${invocations} wait with the first. On a GPU this hangs, or goes on with wrong data.`;
    this.#list.add({
      kind: 'barrier-divergence',
      severity: 'error',
      message,
      fix: 'Every invocation of a workgroup must reach the same barriers in the same order: take the barrier out of the if, loop or early return that only some invocations take, and guard only the work before and after it.',
      places: this.#places([first, second].flatMap(({ span, invocation }) => (span ? [{ span, invocation }] : [])), workgroup),
      address: null,
      occurrences: 1,
    });
    return message;
  }
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
