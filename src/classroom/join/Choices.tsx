/** @jsxImportSource preact */
// The options of a question as large radio buttons, a whole row each.

import type { ShownQuestion } from '@site/src/formats/class';
import { Html } from './Html';

export function Choices({ question, chosen, onChoose }: { question: ShownQuestion; chosen: string | undefined; onChoose: (option: string) => void }) {
  return (
    <fieldset className="options">
      <legend className="visually-hidden">Your answer</legend>
      {question.options.map(({ id, html }, i) => (
        <label key={id} className="option" data-chosen={chosen === id ? '' : undefined}>
          <input type="radio" name="answer" value={id} checked={chosen === id} onChange={() => onChoose(id)} />
          <span className="letter">{String.fromCharCode(65 + i)}</span>
          <Html words html={html} />
        </label>
      ))}
    </fieldset>
  );
}
