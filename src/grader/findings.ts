// What the microscope found, as reports and editors show it: places with words, remarks, marks in the text.

import type { Remark, SourceDiagnostic, SourcePlace } from '@site/src/formats';
import type { Finding, InvocationId } from '@site/src/gpu/microscope/results';

type Id = readonly [number, number, number];

/** As many coordinates as any of a finding's ids needs, so that (3, 0) and (2, 1) are told alike. */
const dimensionsOf = (ids: readonly Id[]) => Math.max(1, ...ids.map((id) => (id[2] > 0 ? 3 : id[1] > 0 ? 2 : 1)));
const shown = (id: Id, dimensions: number) => (dimensions === 1 ? String(id[0]) : `(${id.slice(0, dimensions).join(', ')})`);

/** Its places, with who did what there. */
export function placesOf({ places }: Finding): SourcePlace[] {
  const ids = places.map(({ invocation }) => invocation).filter((id): id is InvocationId => id !== null);
  const [locals, workgroups] = [dimensionsOf(ids.map(({ local }) => local)), dimensionsOf(ids.map(({ workgroup }) => workgroup))];
  const who = ({ local, workgroup }: InvocationId) => `invocation ${shown(local, locals)} of workgroup ${shown(workgroup, workgroups)}`;
  return places.map(({ place, invocation, access }) => ({
    line: place.line,
    column: place.column,
    what: [access, invocation && `${access ? 'by ' : ''}${who(invocation)}`].filter(Boolean).join(' '),
  }));
}

/** Warnings, each message once. */
export function remarksOf(findings: readonly Finding[], most = 3): Remark[] {
  const warnings = new Map(findings.filter(({ severity }) => severity === 'warning').map((finding) => [finding.message, finding]));
  return [...warnings.values()].slice(0, most).map((finding) => ({ message: `${finding.message} ${finding.fix}`.trim(), places: placesOf(finding) }));
}

/** A mark at each of its places. */
export function marksOf({ severity, message, fix, places }: Finding): SourceDiagnostic[] {
  return places.map(({ place }) => ({ severity, line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn, message: `${message} ${fix}`.trim() }));
}
