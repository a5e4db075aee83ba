// A sentence of the reader's own: the chosen model is loaded when asked for, and shows its attention.

import React, { useState } from 'react';
import { Button, Controls, TextField } from '@site/src/components/controls';
import ModelLoader, { loadLabel } from '@site/src/components/ModelLoader';
import { useModel } from '@site/src/components/useModel';
import { explainModelError } from '@site/src/llm/explain';
import { packMap, type AttentionMap } from './model';

/** More rows than this would not be legible on a phone. */
const MOST_TOKENS = 20;

interface Props {
  id: string;
  bytes: number;
  text: string;
  onText: (text: string) => void;
  onMap: (map: AttentionMap) => void;
}

export default function Own({ id, bytes, text, onText, onMap }: Props) {
  const { state: model, load, cancel, answer } = useModel(id);
  const [problem, setProblem] = useState('');
  const [reading, setReading] = useState(false);

  async function read() {
    setProblem('');
    const llm = await load();
    if (!llm) return;
    const sentence = text.trim();
    if (sentence === '') return setProblem('Type a sentence first.');
    const count = llm.tokenize(sentence).length;
    if (count >= MOST_TOKENS) return setProblem(`That is ${count} tokens; the picture has room for ${MOST_TOKENS - 1}. Shorten it a little.`);
    setReading(true);
    try {
      const { tokens, attention } = await llm.inspect(sentence);
      onMap(packMap(id, sentence, tokens, attention, llm.config));
    } catch (error) {
      setProblem(explainModelError(error));
    } finally {
      setReading(false);
    }
  }
  return (
    <>
      <Controls>
        <TextField label="A sentence of your own" value={text} maxLength={160} onChange={onText} />
        {model.kind === 'ready' && <Button primary disabled={reading} onClick={() => void read()}>Read it</Button>}
      </Controls>
      <ModelLoader state={model} label={`${loadLabel(bytes)} and read it`} onLoad={() => void read()} onCancel={cancel} onAnswer={answer} />
      <p role="status">{problem || (reading ? 'Reading…' : '')}</p>
    </>
  );
}
