// The reveal as a class sees it: every option with both rounds' bars, the right one, who changed, and why.

import React, { type ComponentType, type ReactNode } from 'react';
import type { LiveReveal, Reveal as Revealed } from '@site/src/formats/class';
import { Outcome } from './Outcome';
import { Html, Options, type ShownOption } from './Question';
import { letterOf } from './votes';
import styles from './question.module.css';

/** Shows a live figure or a lab; the pages bring it, since figures stand above components. */
export type LiveView = ComponentType<{ live: LiveReveal }>;

interface Props {
  options: readonly ShownOption[];
  reveal: Revealed;
  Live: LiveView;
  /** In place of the table where nobody knows who changed. */
  withoutTable?: ReactNode;
}

export function Reveal({ options, reveal, Live, withoutTable }: Props) {
  const { correct, whyHtml, explanationHtml, live, rounds, transitions } = reveal;
  const whys = options.filter(({ id }) => whyHtml[id]);
  return (
    <div className={styles.reveal} data-live-reveal={live ? true : undefined}>
      <Options options={options} correct={correct} rounds={rounds} />
      <div className={styles.why}>
        {live && <Live live={live} />}
        {explanationHtml && <Html html={explanationHtml} className={styles.explanation} />}
        {whys.length > 0 && (
          <details>
            <summary>Why one would choose each</summary>
            <dl>
              {options.map(({ id }, index) =>
                whyHtml[id] ? (
                  <div key={id}>
                    <dt>{letterOf(index)}</dt>
                    <dd dangerouslySetInnerHTML={{ __html: whyHtml[id] }} />
                  </div>
                ) : null,
              )}
            </dl>
          </details>
        )}
      </div>
      <div className={styles.changes}>{transitions ? <Outcome transitions={transitions} correct={correct} /> : withoutTable}</div>
    </div>
  );
}
