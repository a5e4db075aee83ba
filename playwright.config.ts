import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium';

// What a reader does, in headless Chromium against the built site. `tests/runtime` and `tests/kernels` bring their own pages.
export default defineConfig({
  testDir: './tests',
  testMatch: ['e2e/**/*.spec.ts', 'runtime/**/*.spec.ts', 'kernels/**/*.spec.ts'],
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Generous: a slow machine must not fail what a fast one passes.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  forbidOnly: true,
  use: {
    baseURL: 'http://localhost:4173',
    launchOptions: {
      executablePath: findChromium(),
      args: chromiumArgs,
    },
  },
  webServer: { command: 'node scripts/run.mjs tests/serve-build.ts', url: 'http://localhost:4173/', reuseExistingServer: !process.env.CI, timeout: 20_000 },
});
