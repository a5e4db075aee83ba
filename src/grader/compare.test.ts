import { describe, expect, it, vi } from 'vitest';
import type { GpuArray } from '@site/src/gpu/kernel';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import type { Gpu } from '@site/src/gpu/webgpu';
import { compareOnGpu, type Comparable } from './compare';

type Answer = () => Promise<Record<string, GpuArray>>;
const gpuIs = vi.hoisted(() => ({ refusal: null as string | null, answers: [] as Answer[], ran: [] as string[] }));

vi.mock('@site/src/gpu/webgpu', () => ({
  GpuProgram: class {
    refusal = async () => gpuIs.refusal;
    run = async ({ dispatch }: { dispatch: { entry: string } }) => {
      gpuIs.ran.push(dispatch.entry);
      return gpuIs.answers.shift()!();
    };
  },
}));

const gpu = { name: 'test, card', software: false, lost: undefined } as Gpu;
const floats = (value: number): Record<string, GpuArray> => ({ r: Float32Array.of(value) });
const gives = (value: number): Answer => async () => floats(value);
const failing = (name: string, message: string): Answer => async () => {
  throw Object.assign(new Error(message), { name });
};
const ran = (check: string, entry: string, value = 1, ms = 1): Comparable => ({
  label: { task: 't', check },
  dispatch: { entry, workgroups: [1], buffers: {} },
  run: { buffers: floats(value), findings: [], counts: null, trace: null, stopped: null } as MicroscopeRun,
  ms,
});
const compare = (list: Comparable[], answers: Answer[], refusal: string | null = null) => {
  Object.assign(gpuIs, { refusal, answers, ran: [] });
  return compareOnGpu(gpu, 'source', list, performance.now() + 1e6);
};

describe('compareOnGpu', () => {
  it('runs the last dispatch of each check first, and gives each check its worst note', async () => {
    const { gpu: words, notes } = await compare([ran('a', 'a1'), ran('a', 'a2'), ran('b', 'b1')], [gives(1), gives(1), gives(7)]);
    expect(gpuIs.ran).toEqual(['a2', 'b1', 'a1']);
    expect(notes.map(({ check, note }) => [check, note.outcome])).toEqual([['a', 'differs'], ['b', 'same']]);
    expect(words).toContain('(test, card): 1 of 2 checks with the same results');
  });
  it('sends nothing where the browser’s compiler refuses the text, and says why', async () => {
    const { gpu: words, notes } = await compare([ran('a', 'a1')], [], 'line 3: too much');
    expect(gpuIs.ran).toEqual([]);
    expect(notes).toEqual([]);
    expect(words).toContain('compiler says: line 3: too much');
  });
  it('ends with the first dispatch that hangs, and keeps what took the microscope long away from the GPU', async () => {
    const hung = await compare([ran('a', 'a1'), ran('b', 'b1')], [failing('EndlessLoopError', 'it did not finish')]);
    expect(gpuIs.ran).toEqual(['a1']);
    expect(hung.notes).toEqual([{ task: 't', check: 'a', note: { outcome: 'not-run', message: 'Your GPU did not finish it: it did not finish.' } }]);
    expect(hung.gpu).toContain('What was left was not compared.');
    const long = await compare([ran('a', 'a1', 1, 60_000)], []);
    expect(gpuIs.ran).toEqual([]);
    expect(long.notes[0]!.note.outcome).toBe('not-run');
  });
});
