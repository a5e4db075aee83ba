// The box of the code: highlighted text until the reader reaches for it, then an editor of the same size.

import React, { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import type { SourceDiagnostic } from '@site/src/formats';
import type { LabBundle } from '@site/src/runtime/types';
import { leaveHint, openEditor, type EditorHandle, type EditorKind, type LineHeat } from './editors';
import styles from './styles.module.css';

export interface CodeBoxHandle {
  /** The text in the editor; undefined while there is none. */
  getText(): string | undefined;
  setText(text: string): void;
  /** Marks a line; undefined takes the mark away. */
  markLine(line: number | undefined): void;
  /** Loads the editor when it isn't there yet. */
  open(kind: EditorKind, options?: { focus?: boolean; place?: { line: number; column?: number } }): Promise<void>;
}

interface CodeBoxProps {
  ref: Ref<CodeBoxHandle>;
  bundle: LabBundle;
  /** The starter, highlighted at build. */
  starterHtml: string;
  /** The text now; undefined until the draft is read. */
  text: string | undefined;
  diagnostics: SourceDiagnostic[];
  heat: readonly LineHeat[];
  onReach: () => void;
  onChange: (text: string) => void;
  onProblem: (problem: string) => void;
}

/** Lines that the box shows: those of the starter within bounds, the same for every editor. */
const linesOf = (starter: string) => Math.min(30, Math.max(12, starter.split('\n').length + 1));

export function CodeBox({ ref, bundle, starterHtml, text, diagnostics, heat, onReach, onChange, onProblem }: CodeBoxProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<{ handle: EditorHandle; kind: EditorKind }>(undefined);
  const opening = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef({ text, onChange, onProblem });
  const [state, setState] = useState<'closed' | 'opening' | 'open'>('closed');
  const { lab, starter, language, baseUrl, paths } = bundle;

  useEffect(() => {
    latest.current = { text, onChange, onProblem };
  });
  useEffect(() => {
    editor.current?.handle.setDiagnostics(diagnostics);
  }, [diagnostics, state]);
  useEffect(() => {
    editor.current?.handle.setHeat(heat);
  }, [heat, state]);
  useEffect(
    () => () => {
      editor.current?.handle.dispose();
      editor.current = undefined;
    },
    [],
  );

  const load = async (kind: EditorKind) => {
    if (editor.current?.kind === kind) return;
    const before = editor.current;
    const current = before?.handle.getText() ?? latest.current.text ?? starter;
    if (!before) setState('opening');
    const options = {
      text: current,
      language,
      label: `Code of the lab: ${lab.title}`,
      id: lab.id,
      kitTypes: async () => {
        const response = await fetch(baseUrl + paths.kitTypes);
        if (!response.ok) throw new Error(String(response.status));
        return response.text();
      },
    };
    const place = () => {
      const inner = document.createElement('div');
      inner.className = styles.inner!;
      host.current!.append(inner);
      return inner;
    };
    const inner = place();
    let handle: EditorHandle;
    try {
      handle = await openEditor(kind, { ...options, host: inner });
    } catch {
      inner.remove();
      if (before) return latest.current.onProblem('That editor could not be loaded: you seem to be offline.');
      latest.current.onProblem('The editor could not be loaded: you seem to be offline. A plain one does for now.');
      handle = await openEditor('plain', { ...options, host: place() });
    }
    // What was typed or brought back while the editor loaded.
    const now = before?.handle.getText() ?? latest.current.text ?? starter;
    if (now !== handle.getText()) handle.setText(now);
    before?.handle.dispose();
    if (before) host.current!.firstElementChild?.remove();
    editor.current = { handle, kind };
    handle.onChange((next) => latest.current.onChange(next));
    setState('open');
  };

  useImperativeHandle(ref, () => ({
    getText: () => editor.current?.handle.getText(),
    setText: (next) => editor.current?.handle.setText(next),
    markLine: (line) => editor.current?.handle.markLine(line),
    open: (kind, { focus = true, place } = {}) => {
      opening.current = opening.current.then(() => load(kind));
      return opening.current.then(() => {
        if (focus) editor.current?.handle.focus(place);
      });
    },
  }));

  const changed = text !== undefined && text !== starter;
  return (
    <div
      className={styles.code}
      style={{ '--lines': linesOf(starter) } as React.CSSProperties}
      data-editor={state}
      onClick={state === 'closed' ? onReach : undefined}
    >
      {state !== 'open' && (
        <>
          <pre
            tabIndex={0}
            role="group"
            aria-label={changed ? 'Your code' : 'Starter code'}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              onReach();
            }}
          >
            {changed ? <code>{text}</code> : <code dangerouslySetInnerHTML={{ __html: starterHtml }} />}
          </pre>
          <button type="button" className={styles.edit} onClick={onReach}>
            {state === 'opening' ? 'Loading…' : 'Edit'}
          </button>
        </>
      )}
      <div ref={host} className={styles.host} />
      <p id={`lab-${lab.id}-leave`} hidden>
        {leaveHint}
      </p>
    </div>
  );
}
