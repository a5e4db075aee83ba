// A chapter's page: title, contents of the page folded under it, the text with room for notes at its right.
// Replaces the theme's layout, whose right column would stand where the notes go.

import React, { type ReactNode } from 'react';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import DocItemContent from '@theme/DocItem/Content';
import DocItemPaginator from '@theme/DocItem/Paginator';
import styles from './styles.module.css';

export default function DocItemLayout({ children }: { children: ReactNode }) {
  const { toc } = useDoc();
  return (
    <div className="book-column">
      <article>
        <details className={styles.contents}>
          <summary>On this page</summary>
          <ul>
            {toc
              .filter((entry) => entry.level === 2)
              .map((entry) => (
                <li key={entry.id}>
                  <a href={`#${entry.id}`} dangerouslySetInnerHTML={{ __html: entry.value }} />
                </li>
              ))}
          </ul>
        </details>
        <DocItemContent>{children}</DocItemContent>
      </article>
      <DocItemPaginator />
    </div>
  );
}
