// A text of the reader's own through the lens: the weights are fetched when asked for, and read by the engine's own forward pass.

import React, { useState } from 'react';
import { Button, Controls, TextField } from '@site/src/components/controls';
import ModelLoader, { megabytes } from '@site/src/components/ModelLoader';
import { useWeights } from '@site/src/components/useModel';
import { lensOf, type Lens } from './model';

interface Props {
  id: string;
  bytes: number;
  text: string;
  onText: (text: string) => void;
  onLens: (lens: Lens) => void;
}

/** Lets "Reading…" be painted before the page computes. */
const painted = () => new Promise((resolve) => setTimeout(resolve, 30));

export default function Own({ id, bytes, text, onText, onLens }: Props) {
  const { state: weights, load, cancel, answer } = useWeights(id);
  const [status, setStatus] = useState('');

  async function read() {
    setStatus('');
    const loaded = await load();
    if (!loaded) return;
    if (text.trim() === '') return setStatus('Type a text first.');
    setStatus('Reading…');
    await painted();
    try {
      onLens(lensOf(loaded.model, loaded.tokenizer, id, text.trim()));
      setStatus('');
    } catch (error) {
      setStatus(error instanceof Error ? error.message : String(error));
    }
  }
  return (
    <>
      <Controls>
        <TextField label="A text of your own" value={text} maxLength={160} onChange={onText} />
        {weights.kind === 'ready' && <Button primary onClick={() => void read()}>Read it</Button>}
      </Controls>
      <ModelLoader state={weights.kind === 'ready' ? { kind: 'ready', llm: {} } : weights} label={`Load the model’s weights (${megabytes(bytes)}) and read it`} onLoad={() => void read()} onCancel={cancel} onAnswer={answer} />
      <p role="status">{status}</p>
    </>
  );
}
