import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MicroscopeClient, type MicroscopeAnswer, type MicroscopeRequest } from './microscope';

class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((event: { data: MicroscopeAnswer }) => void) | undefined;
  onerror: (() => void) | undefined;
  asked: MicroscopeRequest[] = [];
  ended = false;
  constructor(readonly url: string) {
    FakeWorker.all.push(this);
  }
  postMessage(request: MicroscopeRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(data: object): void {
    this.onmessage?.({ data: { id: this.asked.at(-1)!.id, ...data } as MicroscopeAnswer });
  }
}

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const dispatch = { entry: 'k', workgroups: [1] as [number], buffers: {} };

describe('MicroscopeClient', () => {
  it('loads nothing before the first question, and asks one worker again', async () => {
    const client = new MicroscopeClient('w.js');
    expect(FakeWorker.all).toHaveLength(0);
    const first = client.problems('a');
    FakeWorker.all[0]!.answer({ problems: [] });
    expect(await first).toEqual([]);
    const second = client.problems('b');
    FakeWorker.all[0]!.answer({ problems: [{ severity: 'error', line: 1, column: 1, message: 'm' }] });
    expect(await second).toHaveLength(1);
    expect(FakeWorker.all).toHaveLength(1);
  });
  it('typing and running have a worker each', async () => {
    const client = new MicroscopeClient('w.js');
    const run = client.run('k', dispatch, { watch: 'full' });
    const problems = client.problems('k');
    expect(FakeWorker.all).toHaveLength(2);
    FakeWorker.all[1]!.answer({ problems: [] });
    expect(await problems).toEqual([]);
    FakeWorker.all[0]!.answer({ failed: 'Line 3: no.' });
    await expect(run).rejects.toThrow('Line 3: no.');
  });
  it('ends its worker when it is stopped, takes too long, breaks, or a newer question comes', async () => {
    const client = new MicroscopeClient('w.js');
    const abort = new AbortController();
    const stopped = client.run('k', dispatch, { watch: 'full' }, abort.signal);
    abort.abort();
    await expect(stopped).rejects.toThrow('Stopped.');
    expect(FakeWorker.all[0]!.ended).toBe(true);

    const late = client.run('k', dispatch, { watch: 'full' });
    vi.advanceTimersByTime(60_000);
    await expect(late).rejects.toThrow('too large to be simulated here');

    const older = client.run('k', dispatch, { watch: 'full' });
    const newer = client.run('k', dispatch, { watch: 'full' });
    await expect(older).rejects.toThrow('Another question');
    FakeWorker.all.at(-1)!.onerror!();
    await expect(newer).rejects.toThrow('could not be loaded');
    await expect(client.run('k', dispatch, { watch: 'full' }, AbortSignal.abort())).rejects.toThrow('Stopped.');
    expect(FakeWorker.all.every(({ ended }) => ended)).toBe(true);
  });
});
