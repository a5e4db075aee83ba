// What the microscope found, as reports and editors show it: places with words, remarks, marks in the text.

import type { Remark, SourceDiagnostic, SourcePlace } from '@site/src/formats';
import type { Finding, InvocationId } from '@site/src/gpu/microscope/results';

const triple = (id: readonly [number, number, number]): string => (id[1] === 0 && id[2] === 0 ? String(id[0]) : `(${id.join(', ')})`);

function who({ local, workgroup }: InvocationId): string {
  return `invocation ${triple(local)} of workgroup ${triple(workgroup)}`;
}

/** Its places, with who did what there. */
export function placesOf({ places }: Finding): SourcePlace[] {
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
