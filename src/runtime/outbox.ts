// Console lines and shown items on their way out of the reader's realm: batched, capped, and sent while
// a long loop still runs. Runs in the reader's realm: natives only.

import type { ConsoleLine, ShowItem } from '@site/src/formats';
import { inspect } from './inspect';
import { outputLimits } from './limits';
import { apply, defineProperty, uncurry } from './natives';

const flushMs = 50;
const flushCount = 256;

const now = performance.now.bind(performance);
const later = setTimeout;
const repeat = uncurry(String.prototype.repeat);
const toFixed = uncurry(Number.prototype.toFixed);

export interface Outbox {
  print(level: ConsoleLine['level'], values: ArrayLike<unknown>): void;
  show(item: ShowItem): void;
  flush(): void;
}

export function createOutbox(send: (lines: ConsoleLine[], items: ShowItem[]) => void): Outbox {
  let lines: ConsoleLine[] = [];
  let items: ShowItem[] = [];
  let sentAt = now();
  let scheduled = false;
  const used = { lines: 0, characters: 0, items: 0, cells: 0 };
  let silenced = false;

  const flush = () => {
    sentAt = now();
    if (lines.length + items.length === 0) return;
    const sentLines = lines;
    const sentItems = items;
    // Emptied first: what cannot be sent (a function in a table) must not be tried for ever.
    lines = [];
    items = [];
    send(sentLines, sentItems);
  };

  const queued = () => {
    if (lines.length + items.length >= flushCount || now() - sentAt > flushMs) return flush();
    if (scheduled) return;
    scheduled = true;
    apply(later, undefined, [() => { scheduled = false; flush(); }, flushMs]);
  };

  const silence = (what: string) => {
    if (silenced) return;
    silenced = true;
    lines[lines.length] = { level: 'warn', text: `${what} The rest is left out; the program goes on.` };
    flush();
  };

  return {
    flush,
    print(level, values) {
      if (silenced) return;
      let text = '';
      for (let i = 0; i < values.length && text.length < 20_000; i++) text += (i > 0 ? ' ' : '') + inspect(values[i]);
      used.lines++;
      used.characters += text.length;
      if (used.lines > outputLimits.lines || used.characters > outputLimits.characters)
        return silence(`Your program has printed more than ${outputLimits.lines} lines or ${outputLimits.characters / 1000} thousand characters.`);
      lines[lines.length] = { level, text };
      queued();
    },
    show(item) {
      if (silenced) return;
      used.items++;
      used.cells += item.kind === 'image' ? item.pixels.length : item.kind === 'table' ? item.rows.length * item.columns.length : 0;
      if (used.items > outputLimits.items || used.cells > outputLimits.cells)
        return silence(`Your program has shown more than ${outputLimits.items / 1000} thousand points, or ${outputLimits.cells / 1e6} million pixels.`);
      items[items.length] = item;
      queued();
    },
  };
}

/** The console that the reader's code sees. */
export function createConsole(outbox: Outbox): object {
  let indent = 0;
  const timers: Record<string, number> = Object.create(null);
  const print = (level: ConsoleLine['level'], values: unknown[]) => {
    if (indent > 0) for (let i = values.length; i > 0; i--) values[i] = values[i - 1];
    if (indent > 0) values[0] = repeat(' ', 2 * indent - 1);
    outbox.print(level, values);
  };
  const methods: Record<string, (...values: unknown[]) => void> = {
    log: (...values) => print('log', values),
    info: (...values) => print('info', values),
    debug: (...values) => print('log', values),
    dir: (value) => print('log', [value]),
    table: (value) => print('log', [value]),
    trace: (...values) => print('log', values),
    warn: (...values) => print('warn', values),
    error: (...values) => print('error', values),
    assert: (condition, ...values) => {
      if (!condition) print('error', values.length > 0 ? values : ['Assertion failed']);
    },
    group: (...values) => {
      if (values.length > 0) print('log', values);
      if (indent < 20) indent++;
    },
    groupEnd: () => {
      if (indent > 0) indent--;
    },
    time: (label) => {
      timers[inspect(label)] = now();
    },
    timeEnd: (label) => {
      const start = timers[inspect(label)];
      if (start !== undefined) print('log', [`${label === undefined ? 'default' : inspect(label)}: ${toFixed(now() - start, 1)} ms`]);
    },
    clear: () => {},
  };
  return methods;
}

/** Puts the console in place of the worker's own. */
export function installConsole(outbox: Outbox): void {
  defineProperty(globalThis, 'console', { value: createConsole(outbox), writable: true, configurable: true });
}
