// CodeMirror: the light editor, for touch and for whoever chooses it.

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Transaction, type Extension } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, gutter, GutterMarker, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { SourceDiagnostic } from '@site/src/formats';
import styles from './heat.module.css';
import { heatLevel, Listeners, type EditorHandle, type EditorOptions, type LineHeat } from './types';
import { wgsl } from './wgslStream';

// Custom properties: they follow the page from light to dark by themselves.
const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper-sunk)', fontSize: '14px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '21px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--ink-soft)', backgroundColor: 'var(--paper-sunk)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 22%, transparent) !important' },
  '.cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--paper)', border: '1px solid var(--rule)' },
});
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.typeName], color: 'var(--compute)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
]);

function toDiagnostic(d: SourceDiagnostic, state: EditorState): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(d.line, 1), state.doc.lines));
  const endLine = state.doc.line(Math.min(Math.max(d.endLine ?? d.line, line.number), state.doc.lines));
  const from = Math.min(line.from + d.column - 1, line.to);
  const to = d.endColumn === undefined ? endLine.to : Math.min(endLine.from + d.endColumn - 1, endLine.to);
  return { from, to: Math.max(from, to), severity: d.severity, message: d.message };
}

class HeatMarker extends GutterMarker {
  readonly #heat: LineHeat;
  constructor(heat: LineHeat) {
    super();
    this.#heat = heat;
  }
  override eq(other: HeatMarker): boolean {
    return other.#heat.label === this.#heat.label && other.#heat.share === this.#heat.share;
  }
  override toDOM(): HTMLElement {
    const bar = document.createElement('div');
    bar.className = `${styles.bar} ${styles[`level${heatLevel(this.#heat.share)}`]}`;
    bar.title = this.#heat.label;
    return bar;
  }
}

function heatGutter(heat: readonly LineHeat[]): Extension {
  if (heat.length === 0) return [];
  const markers = new Map(heat.map((line) => [line.line, new HeatMarker(line)]));
  return gutter({ class: styles.gutter, lineMarker: (view, block) => markers.get(view.state.doc.lineAt(block.from).number) ?? null });
}

export function openCodeMirror({ host, text, language, label, id }: EditorOptions): EditorHandle {
  const listeners = new Listeners();
  const heatPlace = new Compartment();
  const markPlace = new Compartment();
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        highlightActiveLine(),
        lintGutter(),
        heatPlace.of([]),
        markPlace.of([]),
        indentUnit.of(language === 'typescript' ? '  ' : '    '),
        // Escape, then Tab, leaves the editor: CodeMirror does so by itself.
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        language === 'typescript' ? javascript({ typescript: true }) : wgsl,
        syntaxHighlighting(colours),
        theme,
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': `lab-${id}-leave`, autocapitalize: 'off', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) listeners.tell(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    getText: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 }, annotations: Transaction.userEvent.of('input') }),
    setDiagnostics: (diagnostics) => view.dispatch(setDiagnostics(view.state, diagnostics.map((d) => toDiagnostic(d, view.state)))),
    markLine: (line) => {
      if (line === undefined || line > view.state.doc.lines) return view.dispatch({ effects: markPlace.reconfigure([]) });
      const { from } = view.state.doc.line(line);
      const mark = EditorView.decorations.of(Decoration.set([Decoration.line({ class: styles.mark }).range(from)]));
      view.dispatch({ effects: [markPlace.reconfigure(mark), EditorView.scrollIntoView(from)] });
    },
    setHeat: (heat) => view.dispatch({ effects: heatPlace.reconfigure(heatGutter(heat)) }),
    focus: (place) => {
      view.focus();
      if (!place) return;
      const line = view.state.doc.line(Math.min(Math.max(place.line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: Math.min(line.from + (place.column ?? 1) - 1, line.to) }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
    },
    onChange: (listener) => listeners.add(listener),
    dispose: () => view.destroy(),
  };
}
