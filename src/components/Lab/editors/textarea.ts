// A plain text area: for whoever prefers it, and where nothing else loads.

import { leaveHint, Listeners, type EditorHandle, type EditorOptions } from './types';

function offsetOf(text: string, line: number, column = 1): number {
  const before = text.split('\n').slice(0, line - 1);
  return Math.min(text.length, before.reduce((sum, l) => sum + l.length + 1, 0) + column - 1);
}

export function openTextArea({ host, text, label, id }: EditorOptions): EditorHandle {
  const area = document.createElement('textarea');
  const listeners = new Listeners();
  area.value = text;
  area.setAttribute('aria-label', label);
  area.setAttribute('aria-describedby', `lab-${id}-leave`);
  area.title = leaveHint;
  area.spellcheck = false;
  area.autocapitalize = 'off';
  area.setAttribute('autocorrect', 'off');
  area.wrap = 'off';
  let leaving = false;
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leaving = true;
    else if (event.key === 'Tab' && !event.shiftKey && !leaving) {
      event.preventDefault();
      // Unlike setRangeText, this stays in the area's own undo.
      document.execCommand('insertText', false, '  ');
    } else if (event.key !== 'Shift' && event.key !== 'Tab') leaving = false;
  });
  area.addEventListener('blur', () => {
    leaving = false;
  });
  area.addEventListener('input', () => listeners.tell(area.value));
  host.append(area);
  return {
    getText: () => area.value,
    setText: (next) => {
      area.value = next;
      listeners.tell(next);
    },
    // The list under the editor tells them; a text area has no marks.
    setDiagnostics: (diagnostics) => area.setAttribute('aria-invalid', String(diagnostics.some((d) => d.severity === 'error'))),
    setHeat: () => {},
    markLine: () => {},
    focus: (place) => {
      area.focus();
      if (!place) return;
      const at = offsetOf(area.value, place.line, place.column);
      area.setSelectionRange(at, at);
      const lineHeight = parseFloat(getComputedStyle(area).lineHeight) || 20;
      area.scrollTop = Math.max(0, (place.line - 4) * lineHeight);
    },
    onChange: (listener) => listeners.add(listener),
    dispose: () => area.remove(),
  };
}
