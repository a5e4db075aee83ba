// The book's questions by chapter, to choose from; the key and the notes of each on demand.

import React, { useId, useState } from 'react';
import type { PeerChapter, PeerItem } from '@site/src/formats/class-list';
import { Html, Options, Stem } from '../Question';
import { toDraft } from '../lists';
import { useRendered } from '../render';
import { letterOf, percentText } from '../votes';
import controls from '../controls.module.css';
import styles from './styles.module.css';

/** An item's options with the key, why each is chosen, the explanation and what to listen for. */
function Answer({ item }: { item: PeerItem }) {
  const rendered = useRendered(toDraft(item.source));
  if (!rendered) return <p className={styles.soft}>Loading.</p>;
  const correct = rendered.options.find((option) => option.correct)?.id;
  return (
    <div className={styles.answer}>
      <Options options={rendered.options} correct={correct} />
      <Html html={rendered.explanationHtml} />
      <dl>
        {rendered.options.map(({ id, whyHtml }, i) => (
          <div key={id}>
            <dt>{letterOf(i)}</dt>
            <dd dangerouslySetInnerHTML={{ __html: whyHtml }} />
          </div>
        ))}
        {rendered.listenForHtml && (
          <div>
            <dt>Listen for</dt>
            <dd dangerouslySetInnerHTML={{ __html: rendered.listenForHtml }} />
          </div>
        )}
      </dl>
    </div>
  );
}

interface ItemProps {
  item: PeerItem;
  isChosen: boolean;
  choose: (item: PeerItem, isChosen: boolean) => void;
  verb: string;
}

function Item({ item, isChosen, choose, verb }: ItemProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { expectedCorrect } = item.source;
  return (
    <li data-ref={item.source.ref} data-chosen={isChosen || undefined}>
      <div id={id}>
        <Stem html={item.stemHtml} />
      </div>
      <div className={controls.row}>
        <button type="button" className={controls.button} aria-describedby={id} aria-pressed={isChosen} onClick={() => choose(item, !isChosen)}>
          {isChosen ? 'Chosen' : verb}
        </button>
        {expectedCorrect !== undefined && <span className={styles.soft}>Expected right in the first vote: {percentText(expectedCorrect)}</span>}
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Options, answer and notes</summary>
        {isOpen && <Answer item={item} />}
      </details>
    </li>
  );
}

interface Props {
  chapters: readonly PeerChapter[];
  chosen: ReadonlySet<string>;
  choose: (item: PeerItem, isChosen: boolean) => void;
  /** What choosing is called: "Add". */
  verb?: string;
}

const countWords = (count: number, chosen: number) => `${count} question${count === 1 ? '' : 's'}${chosen > 0 ? `, ${chosen} chosen` : ''}`;

export function BookItems({ chapters, chosen, choose, verb = 'Add' }: Props) {
  return (
    <div className={styles.book}>
      {chapters
        .filter(({ items }) => items.length > 0)
        .map((chapter) => (
          <details key={chapter.id} data-chapter={chapter.id}>
            <summary>
              {chapter.number} {chapter.title} <span className={styles.soft}>{countWords(chapter.items.length, chapter.items.filter(({ source }) => chosen.has(source.ref)).length)}</span>
            </summary>
            <ul>
              {chapter.items.map((item) => (
                <Item key={item.source.ref} item={item} isChosen={chosen.has(item.source.ref)} choose={choose} verb={verb} />
              ))}
            </ul>
          </details>
        ))}
    </div>
  );
}
