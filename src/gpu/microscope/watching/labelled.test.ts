// The labelled set: kernels with a race, and clean ones that look alike, run whole on the microscope. A file's head says how it
// runs and which races it has, by letters that mark lines.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GpuArray } from '../../kernel';
import { openMicroscope } from '..';

const folder = new URL('./labelled/', import.meta.url);

interface Labelled {
  source: string;
  workgroups: [number, number, number];
  buffers: Record<string, GpuArray>;
  /** e.g. "race-in-workgroup 12 14", lines ascending; null: some race. */
  races: string[] | null;
  /** Words that the first report must say. */
  told: string[];
}

const kinds = { u32: Uint32Array, i32: Int32Array, f32: Float32Array };
const fills: Record<string, (i: number, n: number, argument: number) => number> = {
  zero: () => 0,
  mod: (i, _, m) => i % m,
  ramp: (i, _, from) => i + from,
  reverse: (i, n) => n - 1 - i,
  hash: (i) => (i * 2654435761) % 97,
};

function parse(source: string): Labelled {
  const marks = new Map(source.split('\n').flatMap((line, i) => [...line.matchAll(/\/\/ @(\w+)/g)].map((m) => [m[1]!, i + 1] as const)));
  const labels = [...source.matchAll(/^\/\/ (dispatch|buffer|race|told) (.*)$/gm)].map((m) => [m[1]!, m[2]!.split(' ')] as const);
  const of = (name: string) => labels.filter(([n]) => n === name).map(([, words]) => words);
  const [x, y = 1, z = 1] = of('dispatch')[0]!.map(Number);
  const buffers = Object.fromEntries(
    of('buffer').map(([name, kind, n, fill, argument]) => [name, new kinds[kind as keyof typeof kinds](Array.from({ length: Number(n) }, (_, i) => fills[fill!]!(i, Number(n), Number(argument))))]),
  );
  const races = of('race').map(([kind, a, b]) => [`race-${kind}`, ...[marks.get(a!)!, marks.get(b!)!].sort((p, q) => p - q)].join(' '));
  return { source, workgroups: [x!, y, z], buffers, races: of('race')[0]?.[0] === 'any' ? null : races.sort(), told: of('told').map((words) => words.join(' ')) };
}

const all = (kind: 'racy' | 'clean') => readdirSync(new URL(kind, folder)).map((file) => [file.replace('.wgsl', ''), parse(readFileSync(new URL(`${kind}/${file}`, folder), 'utf8'))] as const);

function run({ source, workgroups, buffers }: Labelled, order?: number) {
  const microscope = openMicroscope(source);
  expect(microscope.problems).toEqual([]);
  return microscope.run({ entry: 'main', workgroups, buffers }, { watch: 'full', order });
}

const racesOf = (labelled: Labelled, order?: number) =>
  run(labelled, order)
    .findings.filter((f) => f.kind.startsWith('race'))
    .map((f) => [f.kind, ...f.places.map((p) => p.place.line).sort((a, b) => a - b)].join(' '))
    .sort();

describe('labelled kernels', () => {
  const [racy, clean] = [all('racy'), all('clean')];
  it('are enough', () => expect(Math.min(racy.length, clean.length)).toBeGreaterThanOrEqual(20));

  it.each(racy)('racy: %s', (_, labelled) => {
    for (const order of [undefined, 1, 2, 3]) {
      const races = racesOf(labelled, order);
      if (labelled.races) expect(races).toEqual(labelled.races);
      else expect(races.length).toBeGreaterThan(0);
    }
    const [first] = run(labelled).findings;
    for (const words of labelled.told) expect(`${first!.message} ${first!.fix}`).toContain(words);
  });

  it.each(clean)('clean: %s', (_, labelled) => {
    expect(labelled.races).toEqual([]);
    for (const order of [undefined, 1, 2]) expect(run(labelled, order).findings.filter((f) => f.severity === 'error')).toEqual([]);
  });
});
