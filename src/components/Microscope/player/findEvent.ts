// From a finding to the moment of the trace that it tells of. Not here: what is found (src/gpu/microscope).

import type { Finding, Trace, TracedMemory } from '@site/src/gpu/microscope/results';
import { ACTION, type TraceIndex } from './traceIndex';

const actionOf = { read: ACTION.load, write: ACTION.store, atomic: ACTION.atomic } as const;

export const sameWorkgroup = (a: readonly number[], b: readonly number[]): boolean => a.every((n, i) => n === b[i]);

/** 'scratch[12]', 'grid[3].mass' or 'params.size' → its memory and element; the element is undefined where nothing there has that name. */
export function addressIn(trace: Trace, address: string | null): { memory: number; element: number | undefined } | undefined {
  const name = address?.match(/^[\p{XID_Start}_][\p{XID_Continue}]*/u)?.[0];
  const memory = trace.memories.findIndex((m) => m.name === name);
  if (memory < 0 || address === null) return undefined;
  return { memory, element: elementAt(trace.memories[memory]!, address.slice(name!.length)) };
}

/** Inverse of elementName, for what follows the variable's name. */
function elementAt({ length, parts }: TracedMemory, path: string): number | undefined {
  if (path === '' && length === 1 && !parts) return 0;
  if (parts && !parts.array) return known(parts.of.findIndex((p) => p.path === path));
  const [, index, rest] = path.match(/^\[(\d+)\](.*)$/) ?? [];
  if (index === undefined) return undefined;
  if (!parts) return rest === '' ? Number(index) : undefined;
  const part = known(parts.of.findIndex((p) => p.path === rest));
  return part === undefined ? undefined : Number(index) * parts.of.length + part;
}

const known = (at: number) => (at < 0 ? undefined : at);

/**
 * The event at which the invocation of `finding.places[place]` did what the finding says, as exactly as the trace has it:
 * at that element if one matches, else on that line. undefined: another workgroup is traced, or the trace ends before.
 */
export function eventOfPlace(index: TraceIndex, finding: Finding, place: number): number | undefined {
  const { trace } = index;
  const at = finding.places[place];
  if (!at?.invocation || !sameWorkgroup(at.invocation.workgroup, trace.workgroup)) return undefined;
  const [x, y, z] = at.invocation.local;
  const invocation = x + trace.workgroupSize[0] * (y + trace.workgroupSize[1] * z);
  const { start, events } = index.ofInvocation;
  const mine = events.subarray(start[invocation] ?? 0, start[invocation + 1] ?? 0);
  const address = addressIn(trace, finding.address);
  const action = at.access ? actionOf[at.access] : finding.kind === 'barrier-divergence' ? ACTION.barrier : undefined;
  const onLine = (e: number) => trace.line[e]! >= at.place.line && trace.line[e]! <= at.place.endLine;
  const inKind = (e: number) => onLine(e) && (action === undefined || trace.action[e] === action);
  const inMemory = (e: number) => inKind(e) && address !== undefined && trace.memory[e] === address.memory;
  const exact = (e: number) => inMemory(e) && trace.element[e] === address!.element;
  return mine.find(exact) ?? mine.find(inMemory) ?? mine.find(inKind) ?? mine.find(onLine);
}
