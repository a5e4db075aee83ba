// Code and mathematics that the build has already highlighted and typeset.

import React from 'react';
import styles from './styles.module.css';

export function Code({ html, language, title }: { html: string; language: string; title?: string }) {
  return (
    <div className={styles.code}>
      {title && <div className={styles.title}>{title}</div>}
      <pre className="code" tabIndex={0} aria-label={title ?? `Code in ${language}`}>
        <code dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
    </div>
  );
}

export function Tex({ html, display = false }: { html: string; display?: boolean }) {
  return display ? (
    <div className={styles.display} tabIndex={0} role="group" aria-label="Formula" dangerouslySetInnerHTML={{ __html: html }} />
  ) : (
    <span dangerouslySetInnerHTML={{ __html: html }} />
  );
}
