// The runtime's tests work on a page of their own: the harness of `npm run labs`, with the labs of tests/runtime/labs.

import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { CheckReport } from '@site/src/formats';
import type { CheckOptions, CheckResult, RunResult } from '@site/src/runtime/types';
import { openInHarness, serveLabs, type LabServer } from '../../scripts/labs/browser';
import type { Output } from '../../scripts/labs/harness';

export interface LabPage {
  page: Page;
  open(id: string): Promise<void>;
  run(source: string): Promise<RunResult & Output>;
  check(source: string, options?: Omit<CheckOptions, 'signal'>): Promise<CheckResult & Output>;
}

export const test = base.extend<{ lab: LabPage }, { labs: LabServer }>({
  labs: [
    async ({}, provide) => {
      const server = await serveLabs({ labsDir: join(process.cwd(), 'tests/runtime/labs') });
      await provide(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  lab: async ({ page, labs }, provide) => {
    await page.goto(labs.url);
    const open = (id: string) => openInHarness(page, labs.manifests.get(id)!);
    await open('sandbox');
    await provide({
      page,
      open,
      run: (source) => page.evaluate((text) => window.harness.run(text), source),
      check: (source, options = {}) => page.evaluate(([text, given]) => window.harness.check(text, given), [source, options] as const),
    });
  },
});

/** The verdict of one check. */
export function checkOf({ report }: CheckResult, task: string, id: string): CheckReport {
  const found = report.tasks.find((t) => t.id === task)?.checks.find((c) => c.id === id);
  if (!found) throw new Error(`no check ${task}/${id}`);
  return found;
}
