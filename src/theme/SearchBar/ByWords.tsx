// Search by words over the built pages with Pagefind; its index and code load with the first query.
// The index is made after a build, so the development server has none and says so.

import React, { useEffect, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';

interface Result {
  url: string;
  excerpt: string;
  meta: { title?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}
interface Pagefind {
  debouncedSearch(query: string, options?: object, ms?: number): Promise<{ results: { data(): Promise<Result> }[] } | null>;
}

type State = { kind: 'idle' } | { kind: 'found'; query: string; results: Result[] } | { kind: 'failed' };

let pagefind: Promise<Pagefind> | undefined;

export default function ByWords({ query, onFollow }: { query: string; onFollow: () => void }) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const url = useBaseUrl('/pagefind/pagefind.js');

  useEffect(() => {
    let current = true;
    async function search() {
      try {
        pagefind ??= import(/* webpackIgnore: true */ url) as Promise<Pagefind>;
        const found = await (await pagefind).debouncedSearch(query, {}, 150);
        const results = found && (await Promise.all(found.results.slice(0, 6).map((r) => r.data())));
        if (results && current) setState({ kind: 'found', query, results });
      } catch {
        pagefind = undefined;
        if (current) setState({ kind: 'failed' });
      }
    }
    if (query !== '') void search();
    return () => {
      current = false;
    };
  }, [query, url]);

  if (query === '' || state.kind === 'idle') return <p>Type a word or two.</p>;
  if (state.kind === 'failed') return <p>The search index did not load. It is made by a build (npm run build), and it needs the network the first time.</p>;
  if (state.results.length === 0) return <p>Nothing found for “{state.query}”.</p>;
  return (
    <ul>
      {state.results.map((r) => (
        <li key={r.url}>
          <a href={r.url} onClick={onFollow}>
            {r.meta.title ?? r.url}
          </a>
          <ul>
            {r.sub_results.slice(0, 3).map((s) => (
              <li key={s.url}>
                {s.url !== r.url && (
                  <a href={s.url} onClick={onFollow}>
                    {s.title}
                  </a>
                )}
                {/* Pagefind's excerpt is text of our own pages with <mark> around the words. */}
                <span dangerouslySetInnerHTML={{ __html: s.excerpt }} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
