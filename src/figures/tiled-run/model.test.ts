import { expect, it } from 'vitest';
import { defaults, gridOf, kernels, predictedLoads, type State } from './model';
import { runTiled } from './run';

it('shows the still: a tile of the workgroup at the corner loads each element of its rows and columns once', () => {
  const seen = runTiled(defaults);
  expect(new Set(seen.loadsOfA.slice(0, 36))).toEqual(new Set([1]));
  expect(new Set(seen.loadsOfA.slice(36))).toEqual(new Set([0]));
  expect([seen.right, seen.finding, seen.loads]).toEqual([true, null, 7 * 9 * 3 + 9 * 10 * 2]);
});
it('counts what the formula predicts, for every kernel and at odd sizes', () => {
  for (const { value: kernel } of kernels)
    for (const [m, n, k, tile] of [[7, 10, 9, '4'], [1, 1, 1, '2'], [10, 3, 5, '8'], [3, 9, 10, '2']] as const) {
      const state: State = { kernel, m, n, k, tile, workgroup: 0 };
      expect(runTiled(state).loads, JSON.stringify(state)).toBe(predictedLoads(state));
    }
});
it('the naive kernel loads each element of its rows once for each column of its tile', () => {
  const { loadsOfA, loadsOfB } = runTiled({ ...defaults, kernel: 'naive' });
  expect([loadsOfA[0], loadsOfB[0]]).toEqual([4, 4]);
});
it('rows along x move more sectors for the same loads', () => {
  const state = { ...defaults, m: 10, n: 10, k: 10, tile: '8' };
  const [usual, exchanged] = ['naive', 'exchanged'].map((kernel) => runTiled({ ...state, kernel }));
  expect(exchanged!.loads).toBe(usual!.loads);
  expect(exchanged!.sectors).toBeGreaterThan(usual!.sectors);
  expect(exchanged!.right).toBe(true);
});
it('finds the race of a missing barrier, where there is a second step', () => {
  expect(runTiled({ ...defaults, kernel: 'unguarded' }).finding).toMatch(/tile[AB]/);
  expect(runTiled({ ...defaults, kernel: 'unguarded', k: 4 }).finding).toBeNull();
});
it('every workgroup can be shown', () => {
  const [x, y] = gridOf(defaults);
  const all = Array.from({ length: x * y }, (_, workgroup) => runTiled({ ...defaults, workgroup }));
  const sum = all.reduce((total, seen) => total + [...seen.loadsOfA, ...seen.loadsOfB].reduce((s, c) => s + c, 0), 0);
  expect(sum).toBe(predictedLoads(defaults));
});
