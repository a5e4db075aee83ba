// Teach: a class is prepared.

import React from 'react';
import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { Prepare } from '@site/src/components/Teach/Prepare';
import styles from './index.module.css';

export default function TeachPage() {
  return (
    <Layout title="Teach" description="Choose questions that split a class, open a room, and lead a peer-instruction class: votes by phone without accounts, or by raised hands.">
      {/* Nothing here is the same without scripts: hydrate at once. */}
      <main className={styles.page} data-live>
        <h1>Teach</h1>
        <p>
          A question that splits the class, voted on twice: once alone, once after talking with someone who answered differently. Choose some of the book’s questions or write your own, then open a room. Students join with a code on any phone,
          with no account. <Link to="/teach/guide">How to run a class</Link> goes through all of it, from the evening before to the points afterwards.
        </p>
        <noscript>
          <p>This page needs JavaScript.</p>
        </noscript>
        <Prepare />
      </main>
    </Layout>
  );
}
