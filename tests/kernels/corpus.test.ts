// Every kernel of the corpus on the microscope, unwatched and watched, beside what plain TypeScript expects. The comparison with a
// real WebGPU is webgpu.spec.ts.

import { describe, expect, it } from 'vitest';
import { differencesBetween, differencesFromExpected } from './compare';
import { loadCorpus, runsOf, type NamedKernel } from './corpus';
import { runOnMicroscope } from './microscope';

const corpus = await loadCorpus();
const entryOf = (entry?: string) => entry ?? 'main';

function canonical(kernel: NamedKernel, buffers: ReturnType<typeof runOnMicroscope>['buffers']) {
  return kernel.canonical?.(buffers) ?? buffers;
}

it('the corpus has at least 90 kernels', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(90);
});

describe.each(corpus.map((kernel) => [kernel.id, kernel] as const))('%s', (_, kernel) => {
  // Subgroups of 4 are SwiftShader's; 32 are the book's.
  it.each(kernel.features?.includes('subgroups') ? [4, 32] : [32])('with subgroups of %i', (subgroupSize) => {
    for (const { expected, entry, ...rest } of runsOf(kernel, subgroupSize)) {
      const dispatch = { ...rest, entry: entryOf(entry) };
      const plain = runOnMicroscope(kernel.source, dispatch, { watch: 'none', subgroupSize });
      const watched = runOnMicroscope(kernel.source, dispatch, { watch: 'full', subgroupSize });
      if (kernel.comparable !== false) {
        expect(differencesFromExpected(canonical(kernel, plain.buffers), expected), kernel.title).toEqual([]);
        expect(differencesBetween(canonical(kernel, plain.buffers), canonical(kernel, watched.buffers))).toEqual([]);
      }
      // A warning that zeroed memory is read before it is written is true of kernels that count on WGSL's zeros.
      const wrong = watched.findings.filter(({ kind, severity }) => severity === 'error' && !kernel.findings?.includes(kind));
      expect(wrong.map(({ message }) => message), 'a clean kernel has no errors').toEqual([]);
    }
  });

  if (kernel.findings)
    it('finds what is wrong with it', () => {
      const found = runsOf(kernel, 32).flatMap(({ expected: _expected, entry, ...rest }) => runOnMicroscope(kernel.source, { ...rest, entry: entryOf(entry) }, { watch: 'full' }).findings);
      expect(kernel.findings!.filter((kind) => !found.some((finding) => finding.kind === kind))).toEqual([]);
    });
});
