// How students come in: the code, the address, the QR code, and how many are there.

import React, { useId, useState } from 'react';
import { spacedCode } from '@site/src/classroom/join/address';
import { spoken, readServerAddress } from '../address';
import { Qr } from '../Qr';
import { useJoinAddress, type JoinAddress } from '../useJoinAddress';
import controls from '../controls.module.css';
import styles from './styles.module.css';

/** Asked for where the page's own address reaches nobody but this computer. */
function Origin({ join }: { join: JoinAddress }) {
  const id = useId();
  const [typed, setTyped] = useState(join.isUnreachable ? '' : join.origin);
  const [problem, setProblem] = useState('');
  const use = (text: string) => {
    // Within a hall's network plain HTTP is what there is.
    const address = URL.canParse(text.trim()) && /^http:\/\//.test(text.trim()) ? { origin: new URL(text.trim()).origin } : readServerAddress(text);
    if (!address.origin) return setProblem(address.problem ?? '');
    setProblem('');
    setTyped(address.origin);
    join.setOrigin(address.origin);
  };
  return (
    <form
      className={join.isUnreachable ? controls.notice : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        use(typed);
      }}
    >
      {join.isUnreachable && <p>Phones cannot find this computer as “localhost”. Give its address in the network that the phones are in.</p>}
      <div className={controls.field}>
        <label htmlFor={id}>Address for phones</label>
        <input id={id} type="text" inputMode="url" list={`${id}-list`} placeholder="http://192.168.1.20:3000" value={typed} onChange={(event) => setTyped(event.target.value)} />
        <datalist id={`${id}-list`}>
          {join.suggested.map((origin) => (
            <option key={origin} value={origin} />
          ))}
        </datalist>
        {problem && <p className={controls.problem}>{problem}</p>}
      </div>
      <button type="submit" className={controls.button}>
        Use it
      </button>
    </form>
  );
}

export function Join({ code, joined }: { code: string; joined: number }) {
  const join = useJoinAddress(code);
  return (
    <section className={styles.join} aria-labelledby="join">
      <h2 id="join">
        Join: <span className={styles.code}>{spacedCode(code)}</span>
      </h2>
      <p>
        {join.address && <a href={join.address}>{spoken(join.address)}</a>}
        <span className={styles.counts}>{joined} joined</span>
      </p>
      {join.isUnreachable && <Origin key="asked" join={join} />}
      <details>
        <summary>QR code</summary>
        {join.address && <Qr text={join.address} label={`QR code of ${spoken(join.address)} with code ${code}`} />}
        {!join.isUnreachable && <Origin key={join.origin} join={join} />}
      </details>
    </section>
  );
}
