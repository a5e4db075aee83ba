// A page of a class in progress: the whole window, without the book's bars. Private pages are named to no search engine.

import React, { type ReactNode } from 'react';
import Head from '@docusaurus/Head';
import { PageMetadata } from '@docusaurus/theme-common';
import LayoutProvider from '@theme/Layout/Provider';
import styles from './stage.module.css';

interface Props {
  title: string;
  description: string;
  isPrivate?: boolean;
  /** As high as the window, so that what is in it can be fitted. */
  isScreen?: boolean;
  children: ReactNode;
}

export function Stage({ title, description, isPrivate = false, isScreen = false, children }: Props) {
  return (
    <LayoutProvider>
      <PageMetadata title={title} description={description} />
      {isPrivate && (
        <Head>
          <meta name="robots" content="noindex" />
        </Head>
      )}
      {/* Nothing here is the same without scripts: hydrate at once. */}
      <main className={isScreen ? styles.screen : styles.stage} data-live data-pagefind-ignore={isPrivate || undefined}>
        <noscript>
          <p>This page needs JavaScript.</p>
        </noscript>
        {children}
      </main>
    </LayoutProvider>
  );
}

const words = { connecting: 'Connecting.', live: '', away: 'The connection is lost; this page comes back by itself.' };

/** How the connection stands: nothing while it is well. */
export function Standing({ standing }: { standing: keyof typeof words }) {
  return (
    <p className={styles.standing} role="status" data-standing={standing}>
      {words[standing]}
    </p>
  );
}
