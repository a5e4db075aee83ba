// What the uniformity analysis of one function tells its callers, and how a violation is put in words.

import { placeOf } from './problem';
import type { Span } from './typed';
import type { Node, Scope } from './uniformity-graph';

export type Level = 'error' | 'warning';
/** The kinds of requirement that there are. */
export const kinds: readonly { level: Level; scope: Scope }[] = [{ level: 'error', scope: 'workgroup' }, { level: 'error', scope: 'subgroup' }, { level: 'warning', scope: 'subgroup' }];

/** Something that must be the same in all invocations. */
export interface Requirement {
  of: Node;
  level: Level;
  scope: Scope;
  span: Span;
  /** What asks for it, e.g. "workgroupBarrier"; through which function of the text, where it is in there. */
  name: string;
  through?: string;
  /** The control flow, or a value. */
  what: 'flow' | 'value';
}

/** Dependence on what a caller gives: values and contents of parameters, by number. */
export interface Dependence {
  values: Set<number>;
  contents: Set<number>;
  flow: boolean;
  /** What differs by itself, if anything: within subgroups, or at least between them. */
  source: Node | null;
}

export interface Summary {
  /** A requirement inside that comes down to the control flow at the call, or to a parameter. */
  needs: { requirement: Requirement; dependence: Dependence }[];
  returns: Dependence;
  /** Of what pointer parameters lead to, after the call; null where the function leaves it alone. */
  outputs: (Dependence | null)[];
}

/** `way` leads from what must be uniform to what is not. */
export function violation(source: string, { name, through, what, span, scope }: Requirement, way: readonly Node[]): string {
  const line = (place: Span | undefined) => (place ? ` (line ${placeOf(source, place.start).line})` : '');
  const branch = way.find((step) => step.branch);
  const origin = way.at(-1)!;
  const cause = `${origin.source}${line(origin.span)}`;
  if (what === 'value' || !branch) return `What is given to ${through ? `"${through}"` : name} must be the same in all invocations of a ${scope}, but it depends on ${cause}${through ? `: "${through}" calls ${name}` : ''}.`;
  const thing = through ? `${name}, which "${through}" calls,` : name;
  const round = branch.span && branch.span.start > span.start ? ' of an earlier round' : '';
  return `${thing} must be reached by all invocations of a ${scope} together, but ${branch.branch}${line(branch.span)}${round} may go different ways in them: it depends on ${cause}. Let all invocations reach it, and put only the work in between under the condition.`;
}
