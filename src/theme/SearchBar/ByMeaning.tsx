// Search by meaning: the question becomes a vector in this page, and sections are shown in the order of their nearness. The model
// is fetched when the reader asks for it, never before; until it is there the words are searched.

import React, { useEffect, useState } from 'react';
import Link from '@docusaurus/Link';
import useBaseUrl from '@docusaurus/useBaseUrl';
import ModelLoader, { loadLabel } from '@site/src/components/ModelLoader';
import { useEmbedder } from '@site/src/components/useModel';
import { rankByMeaning, sectionsOf, type FoundSection } from '@site/src/engine/retrieval';
import { explainModelError } from '@site/src/llm/explain';
import manifest from '@site/static/models/all-minilm-l6-v2/manifest.json';
import { loadPassages, PassagesError } from './passages';
import ByWords from './ByWords';
import styles from './styles.module.css';

const SHOWN = 8;
const SNIPPET_CHARACTERS = 240;
const PAUSE_MS = 250;
const modelBytes = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
const modelSha256 = manifest.files['onnx/model_quantized.onnx'].sha256;

type State = { kind: 'idle' } | { kind: 'found'; query: string; sections: FoundSection[] } | { kind: 'failed'; why: string };

function snippet(text: string): string {
  return text.length <= SNIPPET_CHARACTERS ? text : `${text.slice(0, text.lastIndexOf(' ', SNIPPET_CHARACTERS))} …`;
}

export default function ByMeaning({ query, onFollow }: { query: string; onFollow: () => void }) {
  const model = useEmbedder(manifest.id);
  const embedder = model.state.kind === 'ready' ? model.state.llm : undefined;
  const passagesUrl = useBaseUrl('/search-vectors.json');
  const [state, setState] = useState<State>({ kind: 'idle' });

  useEffect(() => {
    if (!embedder || query === '') return setState({ kind: 'idle' });
    const abort = new AbortController();
    const { signal } = abort;
    async function search() {
      try {
        const [passages, [vector]] = await Promise.all([loadPassages(passagesUrl, modelSha256), embedder!.embed([query], { signal })]);
        if (!signal.aborted) setState({ kind: 'found', query, sections: sectionsOf(rankByMeaning(passages, vector!)).slice(0, SHOWN) });
      } catch (error) {
        if (!signal.aborted) setState({ kind: 'failed', why: error instanceof PassagesError ? error.message : explainModelError(error) });
      }
    }
    const timer = setTimeout(() => void search(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [embedder, query, passagesUrl]);

  if (model.state.kind !== 'ready') {
    return (
      <>
        <p>
          A small language model turns your question and each section of the book into a vector, and the nearest sections are shown. It runs in this page; nothing that you
          type leaves it. It has to be downloaded once.
        </p>
        <ModelLoader state={model.state} label={loadLabel(modelBytes)} onLoad={() => void model.load()} onCancel={model.cancel} onAnswer={model.answer} />
        {query !== '' && (
          <>
            <p>Until it is there, by words:</p>
            <ByWords query={query} onFollow={onFollow} />
          </>
        )}
      </>
    );
  }
  if (state.kind === 'failed') {
    return (
      <>
        <p role="alert">{state.why}</p>
        <p>By words instead:</p>
        <ByWords query={query} onFollow={onFollow} />
      </>
    );
  }
  if (state.kind === 'idle') return <p>{query === '' ? 'Ask in your own words, best in a whole sentence.' : 'Searching…'}</p>;
  return <Found query={state.query} sections={state.sections} onFollow={onFollow} />;
}

function Found({ query, sections, onFollow }: { query: string; sections: FoundSection[]; onFollow: () => void }) {
  return (
    <>
      <p>
        Sections nearest to “{query}”. The number is the cosine of the two vectors: 1 is the same direction, 0 has nothing in common. It is no probability, and the nearest may still be
        far.
      </p>
      <ol>
        {sections.map(({ section, passage, score }) => (
          <li key={section.url}>
            <Link to={section.url} onClick={onFollow}>
              {section.path.join(' › ')}
            </Link>{' '}
            <span className={styles.score}>
              <span className={styles.spoken}>cosine </span>
              {score.toFixed(2)}
            </span>
            <span className={styles.snippet}>{snippet(passage.text)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
