// Which editor a reader gets, and loading it only when it is wanted.

import type { EditorHandle, EditorKind, EditorOptions } from './types';

export { leaveHint, type EditorHandle, type EditorKind, type LineHeat } from './types';

/** Monaco does not support touch. */
export function defaultKind(): EditorKind {
  return window.matchMedia('(pointer: coarse)').matches ? 'light' : 'full';
}

export const isKind = (value: string | undefined): value is EditorKind => value === 'full' || value === 'light' || value === 'plain';

/** Loads and opens an editor. Rejects when its code can't be had (offline). */
export async function openEditor(kind: EditorKind, options: EditorOptions): Promise<EditorHandle> {
  if (kind === 'full') return (await import('./monaco')).openMonaco(options);
  if (kind === 'light') return (await import('./codemirror')).openCodeMirror(options);
  return (await import('./textarea')).openTextArea(options);
}
