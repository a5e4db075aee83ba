// What a reader will be able to do, what they need first, and how long it takes: from the chapter's front matter.

import React from 'react';
import Link from '@docusaurus/Link';
import type { ChapterFrontMatter } from '@site/src/formats';
import { outline } from '../outline';
import styles from './styles.module.css';

const { chapters } = outline;

function Need({ need }: { need: string }) {
  const chapter = chapters.find((c) => c.id === need);
  return chapter ? <Link to={chapter.url}>{chapter.title}</Link> : <>{need}</>;
}

function UsedBy({ slug }: { slug: string }) {
  const chapter = chapters.find((c) => c.id === slug);
  return chapter ? <Link to={chapter.url}>{chapter.title}</Link> : <>{slug.replaceAll('-', ' ')}</>;
}

interface Props {
  frontMatter: ChapterFrontMatter;
  /** Title of the lab task that practises each objective. */
  practice: Record<string, string>;
}

export default function Objectives({ frontMatter, practice }: Props) {
  const { objectives, needs, readingMinutes, coreLabMinutes } = frontMatter;
  return (
    <section className={styles.objectives} aria-label="Objectives">
      <p className={styles.lead}>At the end you can</p>
      <ol>
        {objectives.map((o) => (
          <li key={o.id}>
            {o.text}{' '}
            <span className={styles.trail}>
              Practised in <a href={`#lab-${o.lab.split('/')[0]}`}>{practice[o.id]}</a>; used again in <UsedBy slug={o.usedBy} />.
            </span>
          </li>
        ))}
      </ol>
      {needs.length > 0 && (
        <p>
          What you need first:{' '}
          {needs.map((need, i) => (
            <React.Fragment key={need}>
              {i > 0 && '; '}
              <Need need={need} />
            </React.Fragment>
          ))}
          .
        </p>
      )}
      <p className={styles.time}>
        Reading: {readingMinutes} minutes. Core lab: {coreLabMinutes} minutes.
      </p>
    </section>
  );
}
