/** @jsxImportSource preact */
// How sure one is of a vote: optional, beside it.

import { confidenceWords, type Confidence } from '@site/src/formats/confidence';
import { useId } from 'preact/hooks';

export function Sureness({ chosen, onChoose }: { chosen: Confidence | undefined; onChoose: (confidence: Confidence) => void }) {
  const name = useId();
  return (
    <fieldset className="sureness">
      <legend>How sure are you? You may leave this out.</legend>
      {(Object.keys(confidenceWords) as Confidence[]).map((confidence) => (
        <label key={confidence}>
          <input type="radio" name={name} checked={chosen === confidence} onChange={() => onChoose(confidence)} />
          <span>{confidenceWords[confidence]}</span>
        </label>
      ))}
    </fieldset>
  );
}
