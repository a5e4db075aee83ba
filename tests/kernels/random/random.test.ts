// Random programs on the microscope alone; beside WebGPU they run in webgpu.spec.ts.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { programChoices } from './choices';
import { randomProgram } from './program';
import { checkOnMicroscope, raceOf, withoutBarrier } from './property';

const seed = 20261121;

it('a random program is taken, has no race, and gives the same watched, unwatched and in any order', () => {
  fc.assert(
    fc.property(programChoices, (choices) => {
      expect(checkOnMicroscope(randomProgram(choices)).problems).toEqual([]);
    }),
    { seed, numRuns: 60 },
  );
}, 60_000);

it('where a barrier is taken out and the results come to depend on the order, a race is found', () => {
  let dependent = 0;
  fc.assert(
    fc.property(programChoices, fc.nat(9), (choices, which) => {
      const program = withoutBarrier(randomProgram(choices), which);
      if (!program) return;
      const { dependsOnOrder, found } = raceOf(program);
      if (dependsOnOrder) dependent++;
      expect(found || !dependsOnOrder, program.source).toBe(true);
    }),
    { seed, numRuns: 100 },
  );
  expect(dependent).toBeGreaterThan(10);
}, 60_000);
