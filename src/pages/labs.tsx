// All labs, by chapter.

import React from 'react';
import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { outline } from '@site/src/components/outline';
import type { OutlineLab } from '@site/src/formats';
import styles from './list.module.css';

const kinds = { typescript: 'TypeScript', wgsl: 'WGSL' };

function LabRow({ lab }: { lab: OutlineLab }) {
  return (
    <li>
      <Link to={lab.url}>{lab.title}</Link>
      <span className={styles.facts}>
        {lab.core ? 'Core' : 'Optional'}, {lab.minutes} minutes, {kinds[lab.kind]}
      </span>
      <p>{lab.summary}</p>
    </li>
  );
}

export default function Labs() {
  return (
    <Layout title="Labs" description="Every lab of the book: what it teaches, how long it takes and what it needs.">
      <main className={styles.page}>
        <h1>Labs</h1>
        <p>You write the code, a check calls it on fresh inputs and says what came back, what was expected and which idea went wrong. What you type is kept in this browser.</p>
        {outline.chapters
          .filter((c) => c.labs.length > 0)
          .map((c) => (
            <section key={c.id}>
              <h2>
                {c.number} <Link to={c.url}>{c.title}</Link>
              </h2>
              <ul>
                {outline.labs.filter((l) => l.chapter === c.id).map((lab) => <LabRow key={lab.id} lab={lab} />)}
              </ul>
            </section>
          ))}
      </main>
    </Layout>
  );
}
