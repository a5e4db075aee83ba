// The page that headless Chromium opens to run labs: the same session as a chapter's page, driven from Node.

import type { ConsoleLine, ShowItem } from '@site/src/formats';
import { openLab } from '@site/src/runtime/session';
import type { CheckOptions, CheckResult, LabBundle, LabSession, RunResult } from '@site/src/runtime/types';

export interface Output {
  lines: ConsoleLine[];
  /** Shown items by kind; their contents stay in the browser. */
  shown: Partial<Record<ShowItem['kind'], number>>;
}

export interface Harness {
  /** Opens a lab, and closes the one before it. */
  open(bundle: LabBundle): void;
  run(source: string): Promise<RunResult & Output>;
  check(source: string, options: Omit<CheckOptions, 'signal'>): Promise<CheckResult & Output>;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

let session: LabSession | undefined;
let output: Output = { lines: [], shown: {} };

function current(): LabSession {
  if (!session) throw new Error('no lab is open');
  output = { lines: [], shown: {} };
  return session;
}

window.harness = {
  open(bundle) {
    session?.close();
    session = openLab(bundle, {
      onConsole: (lines) => output.lines.push(...lines),
      onShow: (items) => {
        for (const { kind } of items) output.shown[kind] = (output.shown[kind] ?? 0) + 1;
      },
    });
  },
  run: async (source) => ({ ...(await current().run(source)), ...output }),
  check: async (source, options) => ({ ...(await current().check(source, options)), ...output }),
};
