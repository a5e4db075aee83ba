import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabReport } from '@site/src/formats';
import { submission } from '@site/src/formats/submission';
import { diffLines } from './diff';
import { addItems, addLines, brief, emptyOutput, longestConsole, longestLine, longestSeries, summarize, ticks } from './outputModel';
import { earned, passed, possible, summarizeReport } from './reportText';
import { nextResult } from './useEffort';

describe('diffLines', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  it('holds both texts whole and in order', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const rows = diffLines(left, right);
        expect(rows.flatMap((r) => (r.left ? [r.left.text] : [])).join('\n')).toBe(left);
        expect(rows.flatMap((r) => (r.right ? [r.right.text] : [])).join('\n')).toBe(right);
        for (const row of rows) expect(row.same).toBe(row.left !== undefined && row.right !== undefined && row.left.text === row.right.text && row.same);
      }),
    );
  });
  it('marks nothing in equal texts', () => {
    fc.assert(fc.property(text, (t) => diffLines(t, t).every((row) => row.same)));
  });
  it('finds the one line that differs', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc').filter((r) => !r.same)).toEqual([{ left: { line: 2, text: 'b' }, right: { line: 2, text: 'x' }, same: false }]);
  });
});

describe('output', () => {
  it('caps the console and counts what it let go', () => {
    const lines = Array.from({ length: 1_234 }, (_, i) => ({ level: 'log' as const, text: String(i) }));
    const output = addLines(addLines(emptyOutput, lines), [{ level: 'log', text: 'y'.repeat(longestLine * 2) }]);
    expect(output.lines).toHaveLength(longestConsole);
    expect(output.dropped).toBe(1_235 - longestConsole);
    expect(output.lines.at(-1)!.text.length).toBeLessThan(longestLine + 40);
  });
  it('keeps an even selection of a long series, with first and nearly last', () => {
    const points = Array.from({ length: 50_000 }, (_, x) => ({ kind: 'point' as const, series: 's', x, y: x }));
    const [series] = addItems(emptyOutput, points).series;
    expect(series!.points.length).toBeLessThanOrEqual(longestSeries);
    expect(series!.points.length).toBeGreaterThan(longestSeries / 2 - 1);
    expect(series!.points[0]!.x).toBe(0);
    const gaps = new Set(series!.points.slice(1).map((p, i) => p.x - series!.points[i]!.x));
    expect(gaps.size).toBe(1);
    expect(series!.seen).toBe(50_000);
  });
  it('leaves out what has no place on an axis', () => {
    const [series] = addItems(emptyOutput, [{ kind: 'point', series: 's', x: 0, y: NaN }, { kind: 'point', series: 's', x: 1, y: 2 }]).series;
    expect(series!.points).toEqual([{ x: 1, y: 2 }]);
    expect(summarize(series!)).toContain('2 points');
  });
  it('replaces an image of the same id', () => {
    const image = (caption: string) => ({ kind: 'image' as const, id: 'i', width: 1, height: 1, pixels: new Float32Array(1), caption });
    expect(addItems(addItems(emptyOutput, [image('old')]), [image('new')]).items).toEqual([image('new')]);
  });
  it('draws few, rounded, rising ticks within the range', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (low, span) => {
        const marks = ticks(low, low + span);
        expect(marks.length).toBeLessThanOrEqual(7);
        for (const m of marks) expect(m >= low - span * 1e-3 && m <= low + span * 1.001).toBe(true);
        for (let i = 1; i < marks.length; i++) expect(marks[i]!).toBeGreaterThan(marks[i - 1]!);
      }),
    );
    expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(3, 3)).toEqual([3]);
  });
  it('writes numbers briefly', () => {
    expect([0, 1234.5678, 0.00001, 2_500_000, -0.25].map(brief)).toEqual(['0', '1235', '1e-5', '2.5e6', '-0.25']);
  });
});

const report = (verdict: 'pass' | 'fail' | 'unsupported'): LabReport => ({
  schemaVersion: 1, lab: 'scalar-tape', seed: 1, durationMs: 5,
  tasks: [{ id: 't', title: 'Task', points: 5, earned: verdict === 'pass' ? 5 : 0, checks: [{ id: 'c', title: 'Check', verdict, message: verdict === 'pass' ? '' : 'No adapter.' }] }],
});

describe('reports', () => {
  it('adds up and says it in words', () => {
    expect([earned(report('pass')), possible(report('fail')), passed(report('fail'))]).toEqual([5, 5, false]);
    expect(summarizeReport(report('pass'))).toContain('All checks pass');
    expect(summarizeReport(report('fail'))).toContain('Task, Check');
    expect(summarizeReport(report('unsupported'))).toContain('No adapter.');
  });
  it('counts an honest try once, and never the starter', () => {
    const attempt = (source: string, verdict: 'pass' | 'fail' = 'fail') => ({ source, report: report(verdict), starter: 'starter', checks: 'h' });
    let result = nextResult(undefined, attempt('starter'), 1);
    expect(result.failedChecks).toBe(0);
    result = nextResult(result, attempt('try'), 2);
    result = nextResult(result, attempt('try'), 3);
    expect(result.failedChecks).toBe(1);
    result = nextResult(result, attempt('right', 'pass'), 4);
    result = nextResult(result, attempt('worse'), 5);
    expect(earned(result.best.report)).toBe(5);
    expect(earned(result.last.report)).toBe(0);
  });
  it('fits the submission format', () => {
    const file = { schemaVersion: 1, kind: 'lab-hand-in', lab: 'scalar-tape', edition: '1', checks: 'x', source: 's', report: report('fail'), handedInAt: new Date(0).toISOString() };
    expect(submission.parse(file)).toEqual(file);
    expect(submission.safeParse({ ...file, grade: 100 }).success).toBe(false);
  });
});
