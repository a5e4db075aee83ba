// The roofline of the reader's own device: measured when asked for, through WebGPU; and the time of their kernels on it, for dispatches that
// the microscope has finished without an error. Everything of it is loaded on demand.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceMeasurement, GpuTime } from '@site/src/gpu/bench-device';
import type { DispatchRecord } from '@site/src/runtime/types';

export interface TimedKernel {
  label: string;
  /** FLOP per byte of distinct storage traffic. */
  intensity: number;
  flopPerS: number;
  time: GpuTime;
}

/** What a dispatch does: counted by the microscope, or known to the lab. */
export interface Work {
  flop: number;
  /** FLOP per byte of distinct storage traffic. */
  intensity: number;
}

export interface DeviceRoofline {
  state: 'idle' | 'measuring';
  device: DeviceMeasurement | undefined;
  kernels: readonly TimedKernel[];
  /** How far it is, or why it could not be measured. */
  words: string;
  /** Measures the device where that is not done yet, then times the dispatch. */
  measure(record: DispatchRecord, work: Work): Promise<void>;
  cancel(): void;
}

/** One measurement a page: another lab on it shows the same roof. */
let measured: DeviceMeasurement | undefined;

const stopped = 'Stopped.';

const say = (seconds: number): string => (seconds < 1e-3 ? `${Number((seconds * 1e6).toPrecision(3))} µs` : `${Number((seconds * 1e3).toPrecision(3))} ms`);

async function timeOnGpu(record: DispatchRecord, work: Work, signal: AbortSignal, tell: (words: string) => void): Promise<{ device: DeviceMeasurement; kernel: TimedKernel | string } | string> {
  const [{ openGpu, GpuProgram }, { measureDevice, timeDispatch }] = await Promise.all([import('@site/src/gpu/webgpu'), import('@site/src/gpu/bench-device')]);
  const gpu = await openGpu();
  if (!gpu) return 'This browser offers no GPU through WebGPU, so there is nothing to measure here.';
  try {
    if (!measured) {
      tell('Measuring the bandwidth and the arithmetic of your device.');
      measured = await measureDevice(gpu, signal);
    }
    const device = measured;
    if (record.offer && gpu.software) return { device, kernel: 'This size was not timed: a CPU that plays GPU would take too long for it.' };
    if (!record.clean) return { device, kernel: 'This kernel was not timed: only one in which the microscope finds no error is.' };
    tell('Timing the kernel on your device.');
    const program = new GpuProgram(gpu, record.source);
    const refusal = await program.refusal();
    if (refusal) return { device, kernel: `This kernel was not timed: your browser’s compiler says: ${refusal}` };
    // Once under guard: what ends here ends again on the same inputs.
    await program.run({ dispatch: record.dispatch, invocations: record.invocations, ms: 5_000 });
    const time = await timeDispatch(gpu, record.source, record.dispatch, { restore: record.restore, signal });
    const label = `${record.dispatch.entry}${record.offer ? ` (${record.offer.label})` : ''}, ${say(time.seconds)}`;
    return { device, kernel: { label, intensity: work.intensity, flopPerS: work.flop / time.seconds, time } };
  } finally {
    gpu.device.destroy();
  }
}

export function useDeviceRoofline(): DeviceRoofline {
  const [state, setState] = useState<'idle' | 'measuring'>('idle');
  const [device, setDevice] = useState(measured);
  const [kernels, setKernels] = useState<readonly TimedKernel[]>([]);
  const [words, setWords] = useState('');
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const measure = useCallback(async (record: DispatchRecord, work: Work) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState('measuring');
    try {
      const result = await timeOnGpu(record, work, mine.signal, setWords);
      if (typeof result === 'string') return setWords(result);
      setDevice(result.device);
      const { kernel } = result;
      if (typeof kernel === 'string') return setWords(kernel);
      setKernels((before) => [...before.filter(({ label }) => label !== kernel.label), kernel].slice(-8));
      const [low, high] = kernel.time.spread;
      const clock = kernel.time.clock === 'timestamp-query' ? 'the GPU’s own clock' : 'the page’s clock, less an empty submit';
      setWords(`${record.dispatch.entry} took ${say(kernel.time.seconds)} on your device (median of ${kernel.time.runs} runs of ${kernel.time.repetitions}, ${say(low)} to ${say(high)}, by ${clock}).`);
    } catch (error) {
      setWords(mine.signal.aborted ? stopped : `It could not be measured: ${(error as Error).message}`);
    } finally {
      if (abort.current === mine) setState('idle');
    }
  }, []);
  const cancel = useCallback(() => abort.current?.abort(), []);
  return { state, device, kernels, words, measure, cancel };
}
