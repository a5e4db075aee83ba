// View of story-generator: knobs, the next token's distribution, and a story that the model writes in the page.

import React, { useEffect, useRef, useState } from 'react';
import built from '@site/.generated/stills/story-generator.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Button, Choice, Controls, Slider, TextField } from '@site/src/components/controls';
import ModelLoader, { loadLabel } from '@site/src/components/ModelLoader';
import { useModel } from '@site/src/components/useModel';
import type { Llm } from '@site/src/llm';
import { explainModelError } from '@site/src/llm/explain';
import Bars from './Bars';
import StoryText from './StoryText';
import { defaults, distribution, percent, sampling, settingsText, storyToken, visible, type Still, type Story } from './model';
import styles from './styles.module.css';

const still = built as Still;
const endings: Record<Story['stopReason'], string> = {
  'end of text': 'The model ended the story.',
  maximum: 'Stopped at the most tokens that you allow.',
  'context full': 'Stopped: the context is full.',
  'stop string': 'Stopped at the string that you named.',
  aborted: 'Stopped by you.',
  writing: 'Writing…',
};

interface Next {
  prompt: string;
  logits: ArrayLike<number>;
}

/** Logits after the prompt: from the still until a model is there and the reader has stopped typing. */
function useNext(llm: Llm | undefined, prompt: string): { next: Next; error: string } {
  const [next, setNext] = useState<Next>({ prompt: still.story.prompt, logits: still.logits });
  const [error, setError] = useState('');
  useEffect(() => {
    if (!llm) return;
    let current = true;
    const timer = setTimeout(() => {
      llm.nextTokenProbabilities(prompt).then(
        (probabilities) => {
          if (!current) return;
          // The softmax of a log-probability is the probability: a logit but for a constant.
          setNext({ prompt, logits: probabilities.map(Math.log) });
          setError('');
        },
        (failure: unknown) => current && setError(explainModelError(failure)),
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [llm, prompt]);
  return { next, error };
}

/** Writes one story at a time; Stop keeps what there is. */
function useStory(llm: Llm | undefined) {
  const [story, setStory] = useState<Story>(still.story);
  const [error, setError] = useState('');
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const write = async (state: typeof defaults) => {
    if (!llm) return;
    abort.current = new AbortController();
    const { signal } = abort.current;
    let written: Story = { modelId: llm.id, prompt: state.prompt, settings: settingsText(state), tokens: [], stopReason: 'writing' };
    const show = (change: Partial<Story>) => setStory((written = { ...written, ...change }));
    setError('');
    show({});
    try {
      const { stopReason } = await llm.generate({
        ...sampling(state),
        prompt: state.prompt,
        seed: state.seed,
        maxNewTokens: state.maxTokens,
        signal,
        onToken: ({ id, tokenText, probability, logits }) => show({ tokens: [...written.tokens, storyToken(id, tokenText, probability, logits)] }),
      });
      show({ stopReason });
    } catch (failure) {
      show({ stopReason: 'aborted' });
      setError(explainModelError(failure));
    }
  };
  return { story, error, write, stop: () => abort.current?.abort() };
}

type Shipped = Still['models'][number];

function Generator({ shipped, state, set }: { shipped: Shipped; state: typeof defaults; set: (change: Partial<typeof defaults>) => void }) {
  const { state: model, load, cancel, answer } = useModel(shipped.id);
  const llm = model.kind === 'ready' ? model.llm : undefined;
  const { next, error: nextError } = useNext(llm, state.prompt);
  const { story, error: storyError, write, stop } = useStory(llm);
  const [chosen, setChosen] = useState<number>();
  const writing = story.stopReason === 'writing';

  const shownIndex = chosen ?? (writing ? story.tokens.length - 1 : undefined);
  const shown = shownIndex === undefined ? undefined : story.tokens[shownIndex];
  const now = distribution(shown?.logits ?? next.logits, still.tokens, sampling(state));
  const drawn = settingsText(state) === story.settings ? 'as it was drawn' : 'with the knobs as they stand now';
  const place = shown?.logits ? `Token ${shownIndex! + 1} of the story, ${visible(shown.text)}, ${drawn}.` : `Next token after “…${next.prompt.slice(-24)}”.`;
  const said = `${now.keptCount} of ${still.tokens.length} tokens can be drawn; the model gave them ${percent(now.keptMass)} together. Entropy ${now.bitsBefore.toFixed(2)} bits before the knobs, ${now.bitsAfter.toFixed(2)} after.`;
  const error = nextError || storyError;
  return (
    <>
      <Controls>
        <Choice
          label="Model"
          value={shipped.id}
          onChange={(id) => set({ model: id })}
          options={still.models.map(({ id, parameters }) => ({ value: id, label: `${id}, ${parameters.toLocaleString('en-US')} parameters` }))}
        />
        <TextField label="Prompt" value={state.prompt} maxLength={400} onChange={(prompt) => set({ prompt })} />
        <Slider label="Temperature" value={state.temperature} min={0} max={5} step={0.1} format={(t) => (t === 0 ? '0 (greedy)' : t.toFixed(1))} onChange={(temperature) => set({ temperature })} />
        <Slider label="Top-k" value={state.topK} min={0} max={50} format={(k) => (k === 0 ? 'off' : `${k} tokens`)} onChange={(topK) => set({ topK })} />
        <Slider label="Top-p" value={state.topP} min={0.05} max={1} step={0.05} format={(p) => (p >= 1 ? 'off' : p.toFixed(2))} onChange={(topP) => set({ topP })} />
        <Slider label="Seed" value={state.seed} min={0} max={99} onChange={(seed) => set({ seed })} />
        <Slider label="At most" unit="tokens" value={state.maxTokens} min={1} max={200} onChange={(maxTokens) => set({ maxTokens })} />
      </Controls>
      {llm ? (
        <div className={styles.row}>
          <Button primary disabled={writing} onClick={() => { setChosen(undefined); void write(state); }}>Write a story</Button>
          <Button disabled={!writing} onClick={stop}>Stop</Button>
        </div>
      ) : (
        <>
          <ModelLoader state={model} label={loadLabel(shipped.bytes)} onLoad={() => void load()} onCancel={cancel} onAnswer={answer} />
          <p className={styles.mark}>It then runs in this page; nothing that you type leaves it. The bars of the first prompt work without it.</p>
        </>
      )}
      {error && <p role="alert" className={styles.error}>{error}</p>}
      <p><strong>{place}</strong>{!llm && state.prompt !== next.prompt && ' Load the model to see what follows your own prompt.'}</p>
      <Bars of={now} label={`${place} ${said}`} />
      <p>{said}</p>
      <p className={styles.mark}>
        Written by the model {story.modelId}, {story === still.story ? 'when this book was built' : 'in this page'}: {story.settings}. Grey is the prompt. No line: the model gave the token at least 50 %; dotted: at least 5 %; double: less.
      </p>
      <StoryText story={story} chosen={chosen} onChoose={setChosen} />
      <p aria-live="polite">
        {writing ? endings.writing : `${story.tokens.length} tokens. ${endings[story.stopReason]}`}
        {shown && !writing && ` ${visible(shown.text)}: the model gave it ${percent(shown.modelProbability)}, and it was drawn at ${percent(shown.drawnProbability)}.`}
        {shown && !shown.logits && ' Load the model and write a story to see its bars.'}
      </p>
      <TextTwin>
        <table>
          <caption>{place} {said}</caption>
          <thead><tr><th scope="col">Token</th><th scope="col">The model</th><th scope="col">After the knobs</th></tr></thead>
          <tbody>{now.bars.map((bar) => <tr key={bar.id}><td>{visible(bar.text)}</td><td>{percent(bar.before)}</td><td>{bar.after > 0 ? percent(bar.after) : 'cut off'}</td></tr>)}</tbody>
        </table>
        {!writing && (
          <table>
            <caption>The model’s own output, token by token: {story.settings}</caption>
            <thead><tr><th scope="col">Token</th><th scope="col">The model</th><th scope="col">Drawn at</th></tr></thead>
            <tbody>{story.tokens.map((token, i) => <tr key={i}><td>{visible(token.text)}</td><td>{percent(token.modelProbability)}</td><td>{percent(token.drawnProbability)}</td></tr>)}</tbody>
          </table>
        )}
      </TextTwin>
    </>
  );
}

export default function StoryGenerator() {
  const [state, set] = useFigureState(defaults);
  const shipped = still.models.find(({ id }) => id === state.model) ?? still.models.find(({ id }) => id === still.story.modelId)!;
  // Another model is another run: what one wrote and what is loaded do not carry over.
  return <Generator key={shipped.id} shipped={shipped} state={state} set={set} />;
}
