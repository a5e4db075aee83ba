// Every term of the book, with the chapter that defines it; the definitions stand in the chapters' folders.

import React from 'react';
import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { outline, terms } from '@site/src/components/outline';
import styles from './list.module.css';

const titles = new Map(outline.chapters.map((c) => [c.id, c.title]));

export default function Glossary() {
  return (
    <Layout title="Glossary" description="The terms of the book in the field's standard spelling, each with its definition and the chapter that introduces it.">
      <main className={styles.page}>
        <h1>Glossary</h1>
        <dl>
          {terms.map((t) => (
            <React.Fragment key={t.id}>
              <dt id={t.id}>{t.term}</dt>
              <dd>
                <span dangerouslySetInnerHTML={{ __html: t.html }} /> <Link to={t.url} className={styles.facts}>{titles.get(t.chapter)}</Link>
              </dd>
            </React.Fragment>
          ))}
        </dl>
      </main>
    </Layout>
  );
}
