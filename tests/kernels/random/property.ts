// The property of a random program: the microscope takes it, gives the same watched and unwatched, in any order of invocations, and the same as WebGPU.

import fc from 'fast-check';
import { differencesBetween, type Buffers } from '../compare';
import { isRefused, type Gpu } from '../chromium';
import { runOnMicroscope } from '../microscope';
import { programChoices, type ProgramChoices } from './choices';
import { randomProgram, withoutZeroSigns, type RandomProgram } from './program';

/** Random programs are clean but for these: they divide by what may be zero, and turn floats below zero into u32. */
const allowed = ['integer-division-by-zero', 'numeric-conversion'];

/** What the microscope alone gets wrong; empty where nothing is. */
export function checkOnMicroscope({ source, dispatch }: RandomProgram): { problems: string[]; buffers: Buffers } {
  const budget = { steps: 2_000_000 };
  const plain = runOnMicroscope(source, dispatch, { watch: 'none', budget });
  const watched = runOnMicroscope(source, dispatch, { watch: 'full', budget });
  const shuffled = runOnMicroscope(source, dispatch, { watch: 'none', order: 7, budget });
  const problems = [
    ...differencesBetween(plain.buffers, watched.buffers).map((text) => `unwatched beside watched: ${text}`),
    ...differencesBetween(plain.buffers, shuffled.buffers).map((text) => `in order beside shuffled: ${text}`),
    ...watched.findings.filter(({ kind, severity }) => severity === 'error' && !allowed.includes(kind)).map(({ message }) => `a finding in a clean program: ${message}`),
  ];
  return { problems, buffers: plain.buffers };
}

/** The program without one of its barriers (the `which`-th, counted round); null where it has none between its invocations. */
export function withoutBarrier({ source, dispatch }: RandomProgram, which: number): RandomProgram | null {
  const parts = source.split('workgroupBarrier();');
  // The last one orders the counter alone.
  const removable = parts.length - 2;
  if (removable < 1) return null;
  const at = 1 + (which % removable);
  return { source: `${parts.slice(0, at).join('workgroupBarrier();')}${parts.slice(at).join('workgroupBarrier();')}`, dispatch };
}

/** Whether the results depend on the order in which invocations run, and whether the microscope finds a race. */
export function raceOf({ source, dispatch }: RandomProgram): { dependsOnOrder: boolean; found: boolean } {
  const [plain, ...shuffled] = [undefined, 1, 2, 3].map((order) => runOnMicroscope(source, dispatch, { watch: 'none', order }).buffers);
  const { findings } = runOnMicroscope(source, dispatch, { watch: 'full' });
  return { dependsOnOrder: shuffled.some((buffers) => differencesBetween(plain!, buffers).length > 0), found: findings.some(({ kind }) => kind === 'race-in-workgroup') };
}

interface Attempt {
  program: RandomProgram;
  problems: string[];
  buffers: Buffers | null;
}

function onMicroscope(choices: ProgramChoices): Attempt {
  const program = randomProgram(choices);
  try {
    return { program, ...checkOnMicroscope(program) };
  } catch (error) {
    return { program, problems: [`the microscope: ${(error as Error).message}`], buffers: null };
  }
}

/** What differs in each program, with its text; empty where nothing does. All programs go to the GPU together: compiling them is what takes time. */
async function compare(gpu: Gpu, all: readonly ProgramChoices[]): Promise<string[][]> {
  const attempts = all.map(onMicroscope);
  // What the microscope has not finished never reaches the GPU.
  const finished = attempts.filter(({ buffers }) => buffers !== null);
  const answers = await gpu.run(finished.map(({ program }) => program));
  return attempts.map((attempt) => {
    const theirs = answers[finished.indexOf(attempt)];
    const between = !theirs ? [] : isRefused(theirs) ? [`WebGPU refuses it: ${theirs.error}`] : differencesBetween(withoutZeroSigns(attempt.buffers!), withoutZeroSigns(theirs)).map((text) => `microscope beside WebGPU: ${text}`);
    return [...attempt.problems, ...between].map((problem) => `${problem}\n${attempt.program.source}`);
  });
}

/** Runs random programs on both machines. Rejects with the first that differs, made as small as it goes. */
export async function assertAlike(gpu: Gpu, seed: number, runs: number): Promise<void> {
  const failing = (await compare(gpu, fc.sample(programChoices, { seed, numRuns: runs }))).findIndex((problems) => problems.length > 0);
  if (failing < 0) return;
  // The same program again, by its number among the runs of that seed: now to be shrunk.
  const property = fc.asyncProperty(programChoices, async (choices) => {
    const [problems] = await compare(gpu, [choices]);
    if (problems!.length > 0) throw new Error(problems!.join('\n'));
  });
  await fc.assert(property, { seed, path: String(failing), numRuns: 1, includeErrorInReport: true, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });
  throw new Error(`program ${failing} of seed ${seed} differs among others and not alone`);
}
