// The property of a random program: the microscope takes it, gives the same watched and unwatched, in any order of invocations, and the same as WebGPU.

import { differencesBetween } from '../compare';
import { isRefused, type Gpu } from '../chromium';
import { runOnMicroscope } from '../microscope';
import type { ProgramChoices } from './choices';
import { randomProgram, type RandomProgram } from './program';

/** Random programs are clean but for these: they divide by what may be zero, and turn floats below zero into u32. */
const allowed = ['integer-division-by-zero', 'numeric-conversion'];

/** What the microscope alone gets wrong; empty where nothing is. */
export function checkOnMicroscope({ source, dispatch }: RandomProgram): { problems: string[]; buffers: ReturnType<typeof runOnMicroscope>['buffers'] } {
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

const explained = (problems: string[], source: string) => problems.map((problem) => `${problem}\n${source}`);

/** What differs, with the program's text; empty where nothing does. */
export async function compareRandom(gpu: Gpu, choices: ProgramChoices): Promise<string[]> {
  const program = randomProgram(choices);
  let ours: ReturnType<typeof checkOnMicroscope>;
  try {
    ours = checkOnMicroscope(program);
  } catch (error) {
    return explained([`the microscope: ${(error as Error).message}`], program.source);
  }
  const [theirs] = await gpu.run([program]);
  const between = isRefused(theirs!) ? [`WebGPU refuses it: ${theirs.error}`] : differencesBetween(ours.buffers, theirs!).map((text) => `microscope beside WebGPU: ${text}`);
  return explained([...ours.problems, ...between], program.source);
}
