// A live figure or a lab in place of a static explanation, driven on the screen that shows it. Each is found by its id, and loaded when it is
// shown.

import React, { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import Figure from '@site/src/components/Figure';
import Lab from '@site/src/components/Lab';
import type { FigureMeta } from '@site/src/formats';
import type { LiveReveal } from '@site/src/formats/class';
import type { LabManifest } from '@site/src/runtime/types';

type Captions = Record<string, { meta: FigureMeta; captionHtml: string }>;

async function loadFigure(id: string, state: string | undefined): Promise<ReactNode> {
  const [captions, figure] = await Promise.all([
    import('@site/.generated/figures.json') as unknown as Promise<{ default: Captions }>,
    import(`@site/src/figures/${id}/index.tsx`) as Promise<{ default: ComponentType }>,
  ]);
  const caption = captions.default[id];
  if (!caption) throw new Error(`no figure ${id}`);
  const Drawing = figure.default;
  return (
    <Figure {...caption} state={state}>
      <Drawing />
    </Figure>
  );
}

async function loadLab(id: string): Promise<ReactNode> {
  const [manifest, { highlight }] = await Promise.all([
    import(`@site/.generated/labs/${id}.json`) as Promise<{ default: LabManifest }>,
    import('@site/src/markdown/highlight'),
  ]);
  const { starter, language } = manifest.default;
  return <Lab manifest={manifest.default} starterHtml={await highlight(starter, language)} />;
}

/** A figure keeps its state in the address, for a reload; the next question begins without it. */
function forgetFigures(): void {
  const others = location.hash.slice(1).split('&').filter((part) => part !== '' && !part.startsWith('fig-'));
  history.replaceState(history.state, '', location.pathname + location.search + (others.length > 0 ? `#${others.join('&')}` : ''));
}

export function Live({ live }: { live: LiveReveal }) {
  const { kind, id } = live;
  const state = live.kind === 'figure' ? live.state : undefined;
  const [shown, setShown] = useState<ReactNode>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let isHere = true;
    (kind === 'figure' ? loadFigure(id, state) : loadLab(id)).then(
      (node) => isHere && setShown(node),
      () => isHere && setProblem(`This book has no ${kind} “${id}”, or it could not be loaded.`),
    );
    return () => {
      isHere = false;
      forgetFigures();
    };
  }, [kind, id, state]);
  return <div data-reveal={`${kind}/${id}`}>{shown ?? <p>{problem || 'Loading.'}</p>}</div>;
}
