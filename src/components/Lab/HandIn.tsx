// The hand-in: the reader's text and the last report on it, as a file for the instructor.

import React, { useEffect, useId, useState } from 'react';
import type { Submission } from '@site/src/formats/submission';
import type { RecordOf } from '@site/src/formats/progress';
import { openProgress } from '@site/src/progress';
import type { LabBundle } from '@site/src/runtime/types';
import { downloadText } from './files';
import styles from './styles.module.css';

type SettingId = 'hand-in-name' | 'hand-in-team';

/** A field that this browser remembers. */
function useSetting(id: SettingId): [string, (value: string) => void] {
  const [value, setValue] = useState('');
  useEffect(() => {
    void openProgress()
      .then((store) => store.get('setting', id))
      .then((setting) => setting && setValue(setting.value));
  }, [id]);
  const change = (next: string) => {
    setValue(next);
    void openProgress().then((store) => store.update('setting', id, () => ({ kind: 'setting', id, at: Date.now(), value: next })));
  };
  return [value, change];
}

async function bookEdition(baseUrl: string): Promise<string> {
  try {
    return ((await (await fetch(`${baseUrl}book.json`)).json()) as { edition?: string }).edition ?? '';
  } catch {
    return '';
  }
}

interface HandInProps {
  bundle: LabBundle;
  getText: () => string;
  last: RecordOf<'lab-result'>['last'] | undefined;
}

export function HandIn({ bundle, getText, last }: HandInProps) {
  const [name, setName] = useSetting('hand-in-name');
  const [team, setTeam] = useSetting('hand-in-team');
  const ids = useId();
  const download = async () => {
    const source = getText();
    const checked = last?.source === source ? last : undefined;
    const file: Submission = {
      schemaVersion: 1,
      kind: 'lab-hand-in',
      lab: bundle.lab.id,
      edition: await bookEdition(bundle.baseUrl),
      checks: bundle.paths.checks,
      source,
      ...(checked ? { report: checked.report, checkedAt: new Date(checked.at).toISOString() } : {}),
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(team.trim() ? { team: team.trim() } : {}),
      handedInAt: new Date().toISOString(),
    };
    downloadText(`${bundle.lab.id}.hand-in.json`, `${JSON.stringify(file, undefined, 2)}\n`, 'application/json');
  };
  return (
    <details className={styles.fold}>
      <summary>Hand in</summary>
      <p className={styles.soft}>A file with your code{last ? ' and the last check, if it was of this text,' : ''} for your instructor. It stays on your device until you send it.</p>
      <div className={styles.fields}>
        <label htmlFor={`${ids}-name`}>
          Name (optional)
          <input id={`${ids}-name`} type="text" maxLength={200} autoComplete="name" value={name} onChange={(e) => setName(e.target.value)} />
        </label>
        <label htmlFor={`${ids}-team`}>
          Team (optional)
          <input id={`${ids}-team`} type="text" maxLength={200} autoComplete="off" value={team} onChange={(e) => setTeam(e.target.value)} />
        </label>
        <button type="button" className={styles.button} onClick={() => void download()}>
          Download hand-in
        </button>
      </div>
    </details>
  );
}
