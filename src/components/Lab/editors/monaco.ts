// Monaco: the full editor, with types of the kit and TypeScript's own diagnostics. Loaded on demand; never on the server.

import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import 'monaco-editor/languages/definitions/wgsl/register.js';
import { ScriptTarget, ModuleKind, ModuleResolutionKind, typescriptDefaults } from 'monaco-editor/languages/features/typescript/register.js';
import type { SourceDiagnostic } from '@site/src/formats';
import { isDark, onThemeChange, readPalette } from './palette';
import styles from './heat.module.css';
import { heatLevel, leaveHint, Listeners, type EditorHandle, type EditorOptions, type LineHeat } from './types';

self.MonacoEnvironment = {
  getWorker: (_, label) =>
    label === 'typescript' || label === 'javascript'
      ? new Worker(new URL('monaco-editor/languages/features/typescript/ts.worker.js', import.meta.url), { type: 'module' })
      : new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' }),
};

/** What the reader's realm has besides the language itself: no DOM. */
const realmTypes = `
interface Console { log(...values: unknown[]): void; info(...values: unknown[]): void; warn(...values: unknown[]): void; error(...values: unknown[]): void; debug(...values: unknown[]): void; table(value: unknown): void; }
declare const console: Console;
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, ms?: number): number;
declare function clearTimeout(id: number): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
`;

let typesSetUp = false;

function setUpTypes(kitTypes: () => Promise<string>): void {
  if (typesSetUp) return;
  typesSetUp = true;
  typescriptDefaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.NodeJs,
    lib: ['es2022'],
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: false,
    allowNonTsExtensions: true,
    moduleDetection: 3,
  });
  typescriptDefaults.setDiagnosticsOptions({ noSemanticValidation: false, noSyntaxValidation: false });
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.addExtraLib(realmTypes, 'file:///realm.d.ts');
  kitTypes().then(
    (text) => {
      const ambient = /declare module ['"]kit['"]/.test(text);
      typescriptDefaults.addExtraLib(text, ambient ? 'file:///kit.d.ts' : 'file:///node_modules/kit/index.d.ts');
    },
    () => {
      // Without the kit's types every import of it would be marked: better no marks than wrong ones.
      typesSetUp = false;
      typescriptDefaults.setDiagnosticsOptions({ noSemanticValidation: true, noSyntaxValidation: false });
    },
  );
}

const bare = (colour: string) => colour.replace('#', '');

function applyTheme(): void {
  const p = readPalette();
  const rule = (token: string, colour: string, fontStyle?: string) => ({ token, foreground: bare(colour), ...(fontStyle ? { fontStyle } : {}) });
  monaco.editor.defineTheme('book', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', p.ink),
      rule('keyword', p.accent),
      rule('string', p.good),
      rule('number', p.compute),
      rule('comment', p['ink-soft'], 'italic'),
      rule('type', p.compute),
      rule('variable.predefined', p.compute),
      rule('annotation', p.accent),
      rule('delimiter', p.ink),
      rule('identifier', p.ink),
    ],
    colors: {
      'editor.background': p['paper-sunk'],
      'editor.foreground': p.ink,
      'editorLineNumber.foreground': p['ink-soft'],
      'editorLineNumber.activeForeground': p.ink,
      'editorCursor.foreground': p.ink,
      'editor.lineHighlightBackground': p['paper-sunk'],
      'editor.lineHighlightBorder': p.rule,
      'editorIndentGuide.background1': p.rule,
      'editorWidget.background': p.paper,
      'editorWidget.border': p.rule,
      'editorSuggestWidget.background': p.paper,
      'editorHoverWidget.background': p.paper,
      'focusBorder': p.accent,
      'editorError.foreground': p.bad,
    },
  });
  monaco.editor.setTheme('book');
}

function toMarker(d: SourceDiagnostic, model: monaco.editor.ITextModel): monaco.editor.IMarkerData {
  const line = Math.min(Math.max(d.line, 1), model.getLineCount());
  const endLine = Math.min(d.endLine ?? line, model.getLineCount());
  return {
    severity: d.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message: d.message,
    startLineNumber: line,
    startColumn: d.column,
    endLineNumber: endLine,
    endColumn: d.endColumn ?? model.getLineMaxColumn(endLine),
  };
}

function toHeatDecoration({ line, share, label }: LineHeat): monaco.editor.IModelDeltaDecoration {
  return {
    range: new monaco.Range(line, 1, line, 1),
    options: { isWholeLine: true, linesDecorationsClassName: `${styles.bar} ${styles[`level${heatLevel(share)}`]}`, linesDecorationsTooltip: label },
  };
}

/** Escape, then Tab, leaves the editor; any other key makes Tab indent again. */
function leaveByEscape(editor: monaco.editor.IStandaloneCodeEditor): void {
  let leaving = false;
  const set = (next: boolean) => {
    if (next === leaving) return;
    leaving = next;
    editor.updateOptions({ tabFocusMode: next });
  };
  editor.onKeyDown((event) => {
    if (event.keyCode === monaco.KeyCode.Escape) set(true);
    else if (event.keyCode !== monaco.KeyCode.Tab && event.keyCode !== monaco.KeyCode.Shift) set(false);
  });
  editor.onDidBlurEditorWidget(() => set(false));
}

export function openMonaco({ host, text, language, label, id, kitTypes }: EditorOptions): EditorHandle {
  if (language === 'typescript') setUpTypes(kitTypes);
  applyTheme();
  const uri = monaco.Uri.parse(`file:///${id}.${language === 'typescript' ? 'ts' : 'wgsl'}`);
  monaco.editor.getModel(uri)?.dispose();
  const model = monaco.editor.createModel(text, language, uri);
  model.updateOptions({ tabSize: language === 'typescript' ? 2 : 4, insertSpaces: true });
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  const fontFamily = getComputedStyle(document.documentElement).getPropertyValue('--mono').trim();
  const editor = monaco.editor.create(host, {
    model,
    automaticLayout: true,
    ariaLabel: `${label}. ${leaveHint}`,
    accessibilitySupport: 'auto',
    fontFamily,
    fontSize: 14,
    lineHeight: 21,
    lineNumbersMinChars: 3,
    padding: { top: 8, bottom: 8 },
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    renderLineHighlight: 'line',
    bracketPairColorization: { enabled: false },
    folding: false,
    glyphMargin: false,
    stickyScroll: { enabled: false },
    fixedOverflowWidgets: true,
    // The page scrolls on when the text is at its end.
    scrollbar: { alwaysConsumeMouseWheel: false },
    // What is typed or pasted stands as typed: nothing is closed, accepted or re-indented unasked.
    autoClosingBrackets: 'never',
    autoClosingQuotes: 'never',
    acceptSuggestionOnEnter: 'off',
    acceptSuggestionOnCommitCharacter: false,
    autoIndent: 'keep',
    formatOnPaste: false,
    detectIndentation: false,
    unicodeHighlight: { ambiguousCharacters: false },
  });
  leaveByEscape(editor);
  const listeners = new Listeners();
  const subscription = model.onDidChangeContent(() => listeners.tell(model.getValue()));
  const endTheme = onThemeChange(applyTheme);
  const heatDecorations = editor.createDecorationsCollection();
  const markDecorations = editor.createDecorationsCollection();
  return {
    getText: () => model.getValue(),
    setText: (next) => {
      editor.pushUndoStop();
      editor.executeEdits('lab', [{ range: model.getFullModelRange(), text: next }]);
      editor.pushUndoStop();
      editor.setPosition({ lineNumber: 1, column: 1 });
      editor.revealLine(1);
    },
    setDiagnostics: (diagnostics) => monaco.editor.setModelMarkers(model, 'lab', diagnostics.map((d) => toMarker(d, model))),
    setHeat: (heat) => heatDecorations.set(heat.filter(({ line }) => line <= model.getLineCount()).map(toHeatDecoration)),
    markLine: (line) => {
      if (line === undefined || line > model.getLineCount()) return markDecorations.clear();
      markDecorations.set([{ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: styles.mark } }]);
      editor.revealLineInCenterIfOutsideViewport(line);
    },
    focus: (place) => {
      editor.focus();
      if (!place) return;
      const position = model.validatePosition({ lineNumber: place.line, column: place.column ?? 1 });
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position);
    },
    onChange: (listener) => listeners.add(listener),
    dispose: () => {
      endTheme();
      subscription.dispose();
      editor.dispose();
      model.dispose();
    },
  };
}
