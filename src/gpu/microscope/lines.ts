// Lines of a kernel by what stands on them, and their counts. Alone here, so that a page that shows a kernel does not load the microscope for it.

import type { LineCounts, MicroscopeRun } from './results';

/** Numbers (from 1) of the lines that hold `part`. */
export function lineNumbers(source: string, part: string): number[] {
  return source.split('\n').flatMap((line, i) => (line.includes(part) ? [i + 1] : []));
}

type Summed = 'globalRequests' | 'sectors' | 'workgroupRequests' | 'bankPasses' | 'issues' | 'activeLanes' | 'barriers';

/** Counts of the lines that hold `part`, added up; 0 for lines that nobody reached. */
export function countsOfLines({ counts }: MicroscopeRun, source: string, part: string): Record<Summed, number> & { lines: LineCounts[] } {
  const numbers = new Set(lineNumbers(source, part));
  const lines = (counts?.lines ?? []).filter(({ line }) => numbers.has(line));
  const sum = (key: Summed) => lines.reduce((n, line) => n + line[key], 0);
  return {
    lines,
    globalRequests: sum('globalRequests'),
    sectors: sum('sectors'),
    workgroupRequests: sum('workgroupRequests'),
    bankPasses: sum('bankPasses'),
    issues: sum('issues'),
    activeLanes: sum('activeLanes'),
    barriers: sum('barriers'),
  };
}
