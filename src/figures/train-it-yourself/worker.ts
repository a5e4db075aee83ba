// The worker that trains: one run, steps one after the other, and between two steps whatever the page has asked for meanwhile.

import { countParameters } from '@site/src/engine/llama';
import { fromTokenizerJson, type Tokenizer } from '@site/src/engine/tokenizer';
import { openDevice } from './device';
import type { DeviceWish, FromWorker, Places, ToWorker } from './protocol';
import { createRun, type Run } from './run';
import { configOf, ROW_TOKENS, type Settings } from './settings';
import { claimRun, loadRun, ownsRun, saveRun, type SavedRun } from './store';

const SAVE_EVERY_MS = 10_000;
/** The page is told this often at most. */
const TELL_EVERY_MS = 200;

const say = (message: FromWorker) => self.postMessage(message);
const explain = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface Session {
  run: Run;
  tab: string;
  vocabulary: string;
  paused: boolean;
  /** Another tab goes on with the run. */
  taken: boolean;
  /** Nothing can be kept in this browser, or it has said so: no more saves are tried. */
  keeps: boolean;
  savedAt: number;
  savedStep: number;
}

let session: Session | undefined;
let running = false;
let last: Promise<unknown> = Promise.resolve();

/** Steps and what the page asks for run one after the other, in the order in which they were asked for. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}

/** FNV-1a: the page may have no crypto.subtle. */
function fingerprint(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return `${text.length}-${state.toString(16)}`;
}

async function fetchTokenizer(modelsUrl: string): Promise<{ tokenizer: Tokenizer; vocabulary: string }> {
  const url = `${modelsUrl.replace(/\/$/, '')}/storyworld-0.8m/tokenizer.json`;
  const response = await fetch(url).catch(() => {
    throw new Error('The tokenizer could not be fetched. Is the page offline?');
  });
  if (!response.ok) throw new Error(`The tokenizer could not be fetched (HTTP ${response.status}).`);
  const text = await response.text();
  return { tokenizer: fromTokenizerJson(JSON.parse(text)), vocabulary: fingerprint(text) };
}

async function begin({ modelsUrl, tab }: Places, wish: DeviceWish, wanted: Settings | 'kept'): Promise<Session> {
  say({ kind: 'preparing', what: 'Fetching the tokenizer and making stories.' });
  const { tokenizer, vocabulary } = await fetchTokenizer(modelsUrl);
  let saved: SavedRun | undefined;
  if (wanted === 'kept') {
    saved = await loadRun();
    if (!saved) throw new Error('There is no kept run any more. Start a new one.');
    if (saved.vocabulary !== vocabulary) throw new Error('The kept run was trained with the tokens of another edition of this book; its weights mean nothing with these. Start a new one.');
  }
  const settings = saved?.state.settings ?? (wanted as Settings);
  say({ kind: 'preparing', what: 'Looking for the fastest way to compute on this machine.' });
  const { backend, told } = await openDevice(wish, settings, tokenizer.vocabularySize);
  const run = await createRun(backend, tokenizer, settings, saved?.state);
  const keeps = await claimRun(tab).then(() => true, () => false);
  const begun: Session = { run, tab, vocabulary, paused: false, taken: false, keeps, savedAt: performance.now(), savedStep: saved ? run.step : -1 };
  const { uniformNats, frequencyNats, heldOut } = run.corpus;
  say({ kind: 'ready', facts: { parameters: countParameters(configOf(settings.size, tokenizer.vocabularySize)), uniformNats, frequencyNats, floorNats: heldOut.floorNats, device: told }, record: run.record });
  if (!keeps) say({ kind: 'not saved', why: 'This browser keeps nothing for this page, so the run is gone when you close it.' });
  session = begun;
  return begun;
}

/** Keeps the run, unless another tab has taken it: then this one stops. */
const save = (s: Session): Promise<void> =>
  inTurn(async () => {
    if (!s.keeps || s.taken || s.savedStep === s.run.step) return;
    try {
      const { step } = s.run;
      const kept = await saveRun(s.tab, { savedAt: Date.now(), vocabulary: s.vocabulary, state: await s.run.state() });
      s.savedAt = performance.now();
      if (!kept) return stopTaken(s);
      s.savedStep = step;
      say({ kind: 'saved', step });
    } catch (error) {
      s.keeps = false;
      say({ kind: 'not saved', why: `The run could not be kept (${explain(error)}). It goes on, and is gone when you close the page.` });
    }
  });

function stopTaken(s: Session): void {
  s.paused = true;
  s.taken = true;
  say({ kind: 'taken' });
}

async function resume(s: Session): Promise<void> {
  if (s.keeps && !(await ownsRun(s.tab))) return stopTaken(s);
  s.paused = false;
  await train(s);
}

/** Lets messages in; a timer would be slowed down. */
const breathe = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

async function train(s: Session): Promise<void> {
  if (running) return;
  running = true;
  const tokens = s.run.record.settings.batchSize * ROW_TOKENS;
  const recent: number[] = [];
  let [toldAt, toldPoints] = [-Infinity, -1];
  try {
    while (!s.paused) {
      const { lossNats, stepMs } = await inTurn(() => s.run.advance());
      recent.push(stepMs);
      if (recent.length > 20) recent.shift();
      const { record, step } = s.run;
      if (performance.now() - toldAt >= TELL_EVERY_MS) {
        const tokensPerSecond = (1000 * tokens * recent.length) / recent.reduce((sum, each) => sum + each, 0);
        const news = record.points.length + record.measurements.length;
        say({ kind: 'progress', progress: { step, lossNats, tokensPerSecond }, ...(news === toldPoints ? {} : { record }) });
        [toldAt, toldPoints] = [performance.now(), news];
      }
      if (performance.now() - s.savedAt >= SAVE_EVERY_MS) await save(s);
      await breathe();
    }
    if (!s.taken) say({ kind: 'paused', step: s.run.step });
    await save(s);
  } finally {
    running = false;
  }
}

const failed = (error: unknown) => say({ kind: 'failed', why: explain(error) });

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start' || data.kind === 'go on') {
    begin(data, data.device, data.kind === 'start' ? data.settings : 'kept')
      .then(train)
      .catch(failed);
    return;
  }
  const s = session;
  if (!s) return;
  if (data.kind === 'pause') s.paused = true;
  else if (data.kind === 'resume') resume(s).catch(failed);
  else if (data.kind === 'rate') s.run.learningRate = data.learningRate;
  else if (data.kind === 'save') save(s).catch(failed);
  else if (data.kind === 'stop') {
    s.paused = true;
    save(s).then(() => say({ kind: 'stopped' }), failed);
  }
  else if (data.kind === 'write') {
    inTurn(() => s.run.write(data.options)).then(
      (sample) => say({ kind: 'written', sample }),
      (error: unknown) => say({ kind: 'cannot write', why: explain(error) }),
    );
  }
};
