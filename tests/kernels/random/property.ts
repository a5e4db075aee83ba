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
