// One interface over the three editors: Monaco, CodeMirror and a plain text area.

import type { SourceDiagnostic } from '@site/src/formats';

export type EditorKind = 'full' | 'light' | 'plain';

/** How much of a kernel's work a line does: a bar in the gutter, wider for more. */
export interface LineHeat {
  line: number;
  /** 0 to 1. */
  share: number;
  /** In words, e.g. "4,096 global loads, 66% of all". */
  label: string;
}

/** Widths of the bar: 1 to 5. */
export const heatLevel = (share: number): number => Math.max(1, Math.min(5, Math.ceil(share * 5)));

export interface EditorHandle {
  getText(): string;
  /** Replaces the text in one step that the editor's own undo takes back. */
  setText(text: string): void;
  setDiagnostics(diagnostics: SourceDiagnostic[]): void;
  /** Bars in the gutter; none for an empty list. A plain text area has no gutter, and a list stands under it. */
  setHeat(heat: readonly LineHeat[]): void;
  /** Marks the line of the step that the microscope shows; undefined takes the mark away. */
  markLine(line: number | undefined): void;
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
