// Reads console lines and shown items that came from the reader's realm: rebuilds each from checked
// fields, and drops what is not of the right form.

import type { ConsoleLine, ShowItem } from '@site/src/formats';
import { outputLimits } from './limits';

const levels = new Set<unknown>(['log', 'info', 'warn', 'error']);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const words = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export function readLines(raw: unknown): ConsoleLine[] {
  return list(raw).flatMap((line) =>
    isRecord(line) && levels.has(line.level) && typeof line.text === 'string'
      ? [{ level: line.level as ConsoleLine['level'], text: line.text.slice(0, 40_000) }]
      : [],
  );
}

export function cellsOf(item: ShowItem): number {
  if (item.kind === 'image') return item.pixels.length;
  return item.kind === 'table' ? item.rows.length * item.columns.length : 0;
}

const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0 && (value as number) <= 4096;

function readShowItem(raw: unknown): ShowItem | undefined {
  if (!isRecord(raw)) return undefined;
  switch (raw.kind) {
    case 'point': {
      if (typeof raw.x !== 'number' || typeof raw.y !== 'number') return undefined;
      const label = (value: unknown) => (typeof value === 'string' ? words(value) : undefined);
      return { kind: 'point', series: words(raw.series), x: raw.x, y: raw.y, xLabel: label(raw.xLabel), yLabel: label(raw.yLabel) };
    }
    case 'image': {
      const { width, height, pixels } = raw;
      if (!isSize(width) || !isSize(height) || !(pixels instanceof Float32Array) || pixels.length !== width * height) return undefined;
      if (pixels.length > outputLimits.cells) return undefined;
      return { kind: 'image', id: words(raw.id), width, height, pixels, caption: words(raw.caption) };
    }
    case 'table': {
      const columns = list(raw.columns).slice(0, 50).map(words);
      const cell = (value: unknown) => (typeof value === 'number' ? value : words(value));
      const rows = list(raw.rows).slice(0, 1000).map((row) => list(row).slice(0, columns.length).map(cell));
      return { kind: 'table', id: words(raw.id), columns, rows, caption: words(raw.caption) };
    }
    default:
      return undefined;
  }
}

export function readShowItems(raw: unknown): ShowItem[] {
  return list(raw).flatMap((item) => readShowItem(item) ?? []);
}
