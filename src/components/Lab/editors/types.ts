// One interface over the three editors: Monaco, CodeMirror and a plain text area.

import type { SourceDiagnostic } from '@site/src/formats';

export type EditorKind = 'full' | 'light' | 'plain';

export interface EditorHandle {
  getText(): string;
  /** Replaces the text in one step that the editor's own undo takes back. */
  setText(text: string): void;
  setDiagnostics(diagnostics: SourceDiagnostic[]): void;
  /** Takes the focus; with a place (1-based), puts the cursor there. */
  focus(place?: { line: number; column?: number }): void;
  /** Calls back after every change; gives back a function that ends it. */
  onChange(listener: (text: string) => void): () => void;
  dispose(): void;
}

export interface EditorOptions {
  host: HTMLElement;
  text: string;
  language: 'typescript' | 'wgsl';
  /** Accessible name, e.g. "Code of the lab: A scalar tape". */
  label: string;
  /** Unique on the page; names the document. */
  id: string;
  /** Declarations of `kit`, fetched when the editor wants them. */
  kitTypes(): Promise<string>;
}

/** How to leave the editor by keyboard: said beside it and in its accessible description. */
export const leaveHint = 'Tab indents. To leave the editor with the keyboard, press Escape, then Tab.';

/** Calls of one listener set; every editor has one. */
export class Listeners {
  private readonly set = new Set<(text: string) => void>();
  add(listener: (text: string) => void): () => void {
    this.set.add(listener);
    return () => this.set.delete(listener);
  }
  tell(text: string): void {
    this.set.forEach((listener) => listener(text));
  }
}
