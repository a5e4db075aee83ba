// /teach/results/#CODE: what a class has voted, for whoever leads it.

import React from 'react';
import Head from '@docusaurus/Head';
import Layout from '@theme/Layout';
import { ClassResults } from '@site/src/components/ClassResults';

export default function ResultsPage() {
  return (
    <Layout title="Results of a class" description="After a live class: statistics of every question, points, tables and the list of the class, for whoever leads it.">
      <Head>
        <meta name="robots" content="noindex" />
      </Head>
      {/* Nothing here is the same without scripts: hydrate at once. */}
      <main data-live data-pagefind-ignore>
        <ClassResults />
      </main>
    </Layout>
  );
}
