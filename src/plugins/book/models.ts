// The models that ship with the book, as static/models/<id>/ with a card.json.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ModelEntry {
  id: string;
  /** All files of the folder together. */
  bytes: number;
  license: string;
  url: string;
}

function folderBytes(path: string): number {
  return readdirSync(path, { withFileTypes: true })
    .map((e) => (e.isDirectory() ? folderBytes(join(path, e.name)) : statSync(join(path, e.name)).size))
    .reduce((a, b) => a + b, 0);
}

export function findModels(folder: string): ModelEntry[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((id) => {
    const card = JSON.parse(readFileSync(join(folder, id, 'card.json'), 'utf8')) as { license?: string };
    if (!card.license) throw new Error(`static/models/${id}/card.json: has no license`);
    return { id, bytes: folderBytes(join(folder, id)), license: card.license, url: `/models/${id}/` };
  });
}
