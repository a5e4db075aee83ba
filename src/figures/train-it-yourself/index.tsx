// View of train-it-yourself: what to train and a guess, the loss as it falls, what the model writes meanwhile.

import React, { useEffect, useState } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Button, Choice, Controls, Slider, TextField } from '@site/src/components/controls';
import Curve from './Curve';
import { defaults, firstGrammatical, judgementWords, measuredAtGuess, nats, rateWords, settingsOf, shapeWords, storyWords, tableRows, thousands, tokensSeen, whereItStands, type RecordedRun } from './model';
import built from './recorded.json';
import type { RunRecord } from './run';
import { BATCH_SIZES, GUESS_STEPS, LEARNING_RATES, SIZES, STORY_COUNTS } from './settings';
import { useTraining, type TrainingState } from './useTraining';
import styles from './styles.module.css';

const recorded = built as RecordedRun;
type State = typeof defaults;

function Before({ state, set, locked }: { state: State; set: (change: Partial<State>) => void; locked: boolean }) {
  const { settings, device, guess } = settingsOf(state);
  return (
    <fieldset className={styles.before} disabled={locked}>
      <legend>Before you start</legend>
      <Controls>
        <Choice
          label="Model"
          value={settings.size}
          options={(Object.keys(SIZES) as (keyof typeof SIZES)[]).map((value) => ({ value, label: shapeWords(value, recorded.vocabularySize) }))}
          onChange={(size) => set({ size })}
        />
        <Choice
          label="Stories to learn from"
          value={String(settings.stories)}
          options={STORY_COUNTS.map((count) => ({ value: String(count), label: storyWords(count) }))}
          onChange={(stories) => set({ stories: Number(stories) })}
        />
        <Choice
          label="Rows in a batch"
          value={String(settings.batchSize)}
          options={BATCH_SIZES.map((size) => ({ value: String(size), label: `${size} (${thousands(tokensSeen(1, { batchSize: size }))} tokens a step)` }))}
          onChange={(batchSize) => set({ batchSize: Number(batchSize) })}
        />
        <Choice
          label="Runs on"
          value={device}
          options={[
            { value: 'auto', label: 'whichever is faster here' },
            { value: 'wasm', label: 'the processor (WebAssembly)' },
            { value: 'webgpu', label: 'the GPU (WebGPU)' },
          ]}
          onChange={(value) => set({ device: value })}
        />
        <Slider
          label={`Your guess: loss on held-out stories after ${GUESS_STEPS} steps`}
          value={guess}
          min={0}
          max={8}
          step={0.1}
          format={(value) => `${value.toFixed(1)} nats a token`}
          onChange={(value) => set({ guess: value })}
        />
      </Controls>
    </fieldset>
  );
}

/** What the reader can do now. */
function Actions({ training, start, again }: { training: ReturnType<typeof useTraining>; start: () => void; again: () => void }) {
  const { phase, keptStep } = training.state;
  const [asking, setAsking] = useState(false);
  const resting = phase === 'idle' || phase === 'stopped' || phase === 'failed' || phase === 'taken';
  if (asking) {
    return (
      <div className={styles.row} role="group" aria-label="Start over?">
        <span>Forget this run and start over?</span>
        <Button primary onClick={() => { setAsking(false); void training.forget(); }}>Forget it</Button>
        <Button onClick={() => setAsking(false)}>Keep it</Button>
      </div>
    );
  }
  return (
    <div className={styles.row}>
      {resting && keptStep !== undefined && <Button primary onClick={again}>Go on from step {thousands(keptStep)}</Button>}
      {resting && keptStep === undefined && <Button primary onClick={start}>Start training</Button>}
      {phase === 'training' && <Button primary onClick={training.pause}>Pause</Button>}
      {(phase === 'pausing' || phase === 'paused') && <Button primary onClick={training.resume}>Go on</Button>}
      {!resting && <Button disabled={phase === 'stopping'} onClick={training.stop}>Stop and free the memory</Button>}
      {keptStep !== undefined && <Button onClick={() => setAsking(true)}>Start over</Button>}
    </div>
  );
}

function statusOf({ phase, told, keptStep, keepProblem }: TrainingState): string {
  const kept = keepProblem || (keptStep === undefined ? '' : `Kept in this browser up to step ${thousands(keptStep)}.`);
  switch (phase) {
    case 'idle':
      return keptStep === undefined ? 'It trains in this page, on your machine. You can stop and go on later.' : kept;
    case 'preparing':
      return told;
    case 'training':
      return 'Training.';
    case 'pausing':
      return 'Pausing after this step.';
    case 'paused':
      return `Paused. ${kept}`;
    case 'stopping':
      return 'Keeping the run.';
    case 'stopped':
      return `Stopped; the memory is free again. ${kept}`;
    case 'taken':
      return 'Another tab of this browser has taken the run over, so this one has stopped. “Go on” brings it back here.';
    case 'failed':
      return `It stopped: ${told}`;
  }
}

function Story({ record, whose }: { record: RunRecord; whose: string }) {
  const { samples, settings } = record;
  const [chosen, setChosen] = useState<number>();
  const last = samples.length - 1;
  const index = Math.min(chosen ?? last, last);
  const sample = samples[index];
  if (!sample) return null;
  return (
    <>
      <Slider
        label={`A story that ${whose} wrote after`}
        value={index}
        min={0}
        max={Math.max(1, last)}
        format={() => `step ${thousands(sample.step)}, ${thousands(tokensSeen(sample.step, settings))} tokens`}
        // At its end the slider follows the run.
        onChange={(value) => setChosen(value >= last ? undefined : value)}
      />
      <p className={styles.story}>{sample.text || '(It ended the story at once.)'}</p>
      <p className={styles.mark}>{judgementWords(sample.judgement)}</p>
    </>
  );
}

function Write({ training }: { training: ReturnType<typeof useTraining> }) {
  const { written, writing, writeProblem } = training.state;
  const [prompt, setPrompt] = useState('One morning');
  const [temperature, setTemperature] = useState(0.7);
  const [seed, setSeed] = useState(2);
  return (
    <>
      <Controls>
        <TextField label="Let it go on from your own words" value={prompt} onChange={setPrompt} />
        <Slider label="Temperature" value={temperature} min={0} max={2} step={0.1} format={(t) => (t === 0 ? '0 (greedy)' : t.toFixed(1))} onChange={setTemperature} />
      </Controls>
      <div className={styles.row}>
        <Button
          disabled={writing}
          onClick={() => {
            setSeed(seed + 1);
            training.write({ prompt, temperature, seed, maxNewTokens: 120 });
          }}
        >
          Write a story
        </Button>
      </div>
      {writeProblem && <p role="alert" className={styles.error}>{writeProblem}</p>}
      <div aria-live="polite">
        {written && (
          <>
            <p className={styles.story}>
              <span className={styles.prompt}>{written.prompt}</span>
              {written.text} <span className={styles.prompt}>(after step {thousands(written.step)})</span>
            </p>
            <p className={styles.mark}>{judgementWords(written.judgement)}</p>
          </>
        )}
      </div>
    </>
  );
}

function Verdict({ record, guess, levels }: { record: RunRecord; guess: number; levels: Parameters<typeof whereItStands>[1] }) {
  const measured = measuredAtGuess(record);
  if (!measured) return null;
  const off = Math.abs(guess - measured.heldOutNats);
  return (
    <p>
      After {GUESS_STEPS} steps: {nats(measured.heldOutNats)} nats a token on held-out stories. You guessed {guess.toFixed(1)}{off < 0.25 ? ', which is close' : `: ${nats(off)} too ${guess > measured.heldOutNats ? 'high' : 'low'}`}. {whereItStands(measured, levels)}
    </p>
  );
}

/** On a machine that is named, with no promise for another. */
function Recorded() {
  const { tokensPerSecond, backend, machine, seconds, measurements } = recorded;
  const last = measurements.at(-1)!;
  const at = measurements.findIndex(({ step }) => step === GUESS_STEPS);
  const spoke = firstGrammatical(recorded);
  return (
    <p className={styles.mark}>
      Our recorded run: {thousands(recorded.parameters)} parameters at {thousands(tokensPerSecond)} tokens a second on {backend} ({machine}). {at >= 0 && `${GUESS_STEPS} steps took ${thousands(seconds[at]!)} seconds. `}{spoke >= 0 && `The first story made of nothing but StoryWorld’s own sentences came after ${thousands(seconds[spoke]!)} seconds, at step ${thousands(recorded.samples[spoke]!.step)}. `}After {thousands(last.step)} steps and {(seconds.at(-1)! / 60).toFixed(0)} minutes its loss on held-out stories was {nats(last.heldOutNats)}. Your machine will differ.
    </p>
  );
}

export default function TrainItYourself() {
  const [state, set] = useFigureState(defaults);
  const training = useTraining();
  const { phase, facts, progress } = training.state;
  const { settings, device, guess } = settingsOf(state);
  const [hidden, setHidden] = useState(false);
  // The still shows the recorded run. Where the figure lives, the reader guesses first.
  useEffect(() => setHidden(true), []);

  const own = training.state.record;
  const record = own ?? (hidden ? undefined : recorded);
  const levels = facts ?? recorded;
  const active = own !== undefined || phase === 'preparing';
  const latest = record?.measurements.at(-1);
  const whose = own ? 'your model' : 'the model of our recorded run';
  const label = latest
    ? `Loss of ${own ? 'your run' : 'our recorded run'} against tokens seen. On held-out stories after step ${thousands(latest.step)}: ${nats(latest.heldOutNats)} nats a token. ${whereItStands(latest, levels)}`
    : `Axes for the loss against tokens seen, with three levels: a uniform guess at ${nats(levels.uniformNats)}, knowing only frequencies at ${nats(levels.frequencyNats)}, the floor at ${nats(levels.floorNats)} nats a token.`;
  return (
    <>
      <Before state={state} set={set} locked={active && phase !== 'stopped' && phase !== 'failed'} />
      <Controls>
        <Slider
          label="Learning rate (you can change it while it trains)"
          value={LEARNING_RATES.indexOf(settings.learningRate)}
          min={0}
          max={LEARNING_RATES.length - 1}
          format={(index) => rateWords(LEARNING_RATES[index]!)}
          onChange={(index) => {
            set({ learningRate: LEARNING_RATES[index]! });
            training.setRate(LEARNING_RATES[index]!);
          }}
        />
      </Controls>
      <Actions training={training} start={() => training.start(settings, device)} again={() => training.goOn(device)} />
      <p role={phase === 'failed' ? 'alert' : 'status'} className={phase === 'failed' ? styles.error : undefined} data-phase={phase}>{statusOf(training.state)}</p>
      <Curve record={record} settings={record?.settings ?? settings} levels={levels} vocabularySize={recorded.vocabularySize} guess={hidden ? guess : undefined} label={label} />
      {progress && own && (
        <p className={styles.numbers}>
          Step {thousands(progress.step)}, {thousands(tokensSeen(progress.step, own.settings))} tokens seen, {thousands(progress.tokensPerSecond)} tokens a second; loss of this step {nats(progress.lossNats)} nats a token.
        </p>
      )}
      {facts && <p className={styles.mark}>Runs on {facts.device}.</p>}
      {own && <Verdict record={own} guess={guess} levels={levels} />}
      {record && <Story record={record} whose={whose} />}
      {own && (phase === 'training' || phase === 'pausing' || phase === 'paused') && <Write training={training} />}
      {hidden && !own && <Button onClick={() => setHidden(false)}>Show our recorded run</Button>}
      {!own && <Recorded />}
      <TextTwin>
        {record ? (
          <table>
            <caption>{label}</caption>
            <thead><tr><th scope="col">Step</th><th scope="col">Tokens seen</th><th scope="col">Its own loss</th><th scope="col">Held-out loss</th></tr></thead>
            <tbody>{tableRows(record).map((row) => <tr key={row.step}><td>{thousands(row.step)}</td><td>{thousands(row.tokens)}</td><td>{row.trainNats === undefined ? '' : nats(row.trainNats)}</td><td>{nats(row.heldOutNats)}</td></tr>)}</tbody>
          </table>
        ) : (
          <p>{label}</p>
        )}
      </TextTwin>
    </>
  );
}
