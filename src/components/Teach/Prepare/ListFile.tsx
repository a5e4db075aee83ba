// Which list is open; its name, its file, its end.

import React, { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { readClassList } from '@site/src/formats/class-list';
import { downloadText } from '../../Lab/files';
import type { Lists } from '../kept';
import { emptyList, fromClassList, toClassList, type PreparedList } from '../lists';
import { Ask } from '../Ask';
import controls from '../controls.module.css';

const fileName = (title: string) => `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'class'}.class.json`;

/** Gives back what was left out. */
function download(list: PreparedList): number {
  const file = toClassList(list);
  downloadText(fileName(file.title), JSON.stringify(file, undefined, 2), 'application/json');
  return list.drafts.length - file.questions.length;
}

export function ListFile({ list, all, change, open, erase }: Lists & { list: PreparedList }) {
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string[]>([]);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => setAsking(false), [list.id]);

  const exportFile = () => {
    const leftOut = download(list);
    setSaid(leftOut === 0 ? ['Exported.'] : [`Exported, without ${leftOut} that ${leftOut === 1 ? 'is' : 'are'} not finished: ${leftOut === 1 ? 'it stays' : 'they stay'} in this browser.`]);
  };
  const importFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    const reading = readClassList(await chosen.text());
    if (!reading.ok) return setSaid([`${chosen.name} was not imported:`, ...reading.problems]);
    open(fromClassList(reading.list));
    setSaid([`Imported ${reading.list.questions.length} questions as a list of its own.`]);
  };
  return (
    <div>
      {all.length > 1 && (
        <div className={controls.field}>
          <label>
            Open another list{' '}
            <select value={list.id} onChange={(event) => open(all.find(({ id }) => id === event.target.value) ?? list)}>
              {all.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title || 'Without a name'}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <div className={controls.field}>
        <label>
          Name <input type="text" value={list.title} maxLength={120} onChange={(event) => change((now) => ({ ...now, title: event.target.value }))} />
        </label>
        <p>Students see it when they join. The list is kept in this browser as you change it.</p>
      </div>
      <div className={controls.row}>
        <button type="button" className={controls.button} onClick={() => open(emptyList('New list'))}>
          New list
        </button>
        <button type="button" className={controls.button} disabled={toClassList(list).questions.length === 0} onClick={exportFile}>
          Export
        </button>
        <button type="button" className={controls.button} onClick={() => input.current?.click()}>
          Import
        </button>
        <input ref={input} type="file" accept="application/json,.json" aria-label="List of questions" hidden onChange={(event) => void importFile(event)} />
        <button type="button" className={controls.button} onClick={() => setAsking(true)}>
          Delete
        </button>
      </div>
      {isAsking && (
        <Ask question={`Delete the list “${list.title}” with its ${list.drafts.length} questions, and what you wrote in it? Export it first if you may want it.`} yes="Delete it" onYes={() => erase(list.id)} onNo={() => setAsking(false)} />
      )}
      <div role="status" aria-label="List">
        {said.map((line) => (
          <p key={line} className={controls.said}>
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
