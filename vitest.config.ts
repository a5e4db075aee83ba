import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (p: string) => fileURLToPath(new URL(p, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^kit$/, replacement: path('./src/kit/index.ts') },
      { find: /^grader$/, replacement: path('./src/grader/api.ts') },
      { find: /^@site\//, replacement: path('./') },
    ],
  },
  test: {
    globalSetup: './scripts/build-wasm.ts',
    include: ['src/**/*.test.{ts,tsx}', 'server/**/*.test.ts', 'scripts/**/*.test.ts', 'labs/**/*.test.ts', 'tests/content/**/*.test.ts', 'tests/kernels/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The default leaves one core idle, and of two that is half.
    maxWorkers: availableParallelism(),
  },
});
