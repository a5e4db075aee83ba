// The projector, and keys for other devices: one leads as well, the other only shows.

import React, { useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { ApiFailure, host } from '@site/src/classroom/api';
import { spoken } from '../address';
import { Qr } from '../Qr';
import { useJoinAddress } from '../useJoinAddress';
import controls from '../controls.module.css';
import styles from './styles.module.css';

type Role = 'host' | 'projector';

interface Key {
  role: Role;
  key: string;
  minutes: number;
}

function ShownKey({ handed, code }: { handed: Key; code: string }) {
  const { origin } = useJoinAddress(code);
  const page = useBaseUrl(handed.role === 'host' ? '/teach/room/' : '/teach/projector/');
  const address = `${origin}${page}`;
  return (
    <div className={controls.notice} role="status">
      <p>
        On the other device open <strong>{spoken(address)}</strong> and enter room <strong>{code}</strong> and this key. It is good once, for {handed.minutes} minutes.
      </p>
      <p className={styles.key}>{handed.key}</p>
      <Qr text={`${address}#${code}`} label={`QR code of ${spoken(address)} with room ${code}; the key is typed there`} />
    </div>
  );
}

export function Devices({ code }: { code: string }) {
  const projectorUrl = useBaseUrl('/teach/projector/');
  const [handed, setHanded] = useState<Key>();
  const [problem, setProblem] = useState('');
  const hand = async (role: Role) => {
    setProblem('');
    try {
      setHanded({ role, ...(await host.handOver(code, role)) });
    } catch (error) {
      setProblem(error instanceof ApiFailure ? error.message : 'That did not work. Try again.');
    }
  };
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">Screens</h2>
      <p>
        <a className={controls.button} href={`${projectorUrl}#${code}`} target="_blank" rel="noopener">
          Open the projector view
        </a>
      </p>
      <details>
        <summary>Use another device</summary>
        <div className={controls.row}>
          <button type="button" className={controls.button} onClick={() => void hand('host')}>
            A key to lead with
          </button>
          <button type="button" className={controls.button} onClick={() => void hand('projector')}>
            A key to show with
          </button>
        </div>
        {handed && <ShownKey handed={handed} code={code} />}
        <p role="alert" className={controls.problem}>
          {problem}
        </p>
      </details>
    </section>
  );
}
