// The projector's page: a room of the class server on the screen of a hall.

import React from 'react';
import { spacedCode } from '@site/src/classroom/join/address';
import { spoken } from '../address';
import { Qr } from '../Qr';
import type { LiveView } from '../Reveal';
import { Standing } from '../Stage';
import { TakeOver } from '../TakeOver';
import { useCode } from '../useCode';
import { useCountdown } from '../useCountdown';
import { useJoinAddress } from '../useJoinAddress';
import { useRoom, type LiveRoom } from '../useRoom';
import type { Snapshot } from '@site/src/formats/class';
import { Screen } from './Screen';
import styles from './styles.module.css';

interface JoinProps {
  code: string;
  isLarge?: boolean;
}

function Join({ code, isLarge = false }: JoinProps) {
  const { address } = useJoinAddress(code);
  return (
    <div className={styles.join} data-large={isLarge || undefined}>
      {address && <Qr text={address} label={`QR code: join at ${spoken(address)} with code ${code}`} />}
      <p>
        <span className={styles.address}>{spoken(address)}</span>
        <span className={styles.code}>{spacedCode(code)}</span>
      </p>
    </div>
  );
}

function Waiting({ snapshot, joined }: { snapshot: Snapshot; joined: number }) {
  if (snapshot.phase === 'ended') return <p className={styles.large}>That was all for today.</p>;
  const isGivenOut = snapshot.phase === 'assigned';
  return (
    <div className={styles.waiting}>
      <Join code={snapshot.code} isLarge />
      <p className={styles.large}>
        {isGivenOut ? 'Questions are given out: answer them on your own device.' : <><span className={styles.number}>{joined}</span> joined</>}
      </p>
    </div>
  );
}

/** What a phase says about who has voted: nothing while nobody can. */
function tallyOf({ phase }: Snapshot, { joined, voted }: { joined: number; voted: number }): string {
  return phase === 'voting' || phase === 'closed' ? `${voted} of ${joined} voted` : `${joined} joined`;
}

function Showing({ room, snapshot, Live }: { room: LiveRoom; snapshot: Snapshot; Live: LiveView }) {
  const { phase, round, question, reveal, title, code, remainingMs } = snapshot;
  const counts = room.counts ?? { joined: 0, voted: 0 };
  const countdown = useCountdown(remainingMs, room.atMs, `${question?.id} ${phase} ${round}`);
  return (
    <Screen
      title={title}
      phase={phase}
      round={round}
      question={question}
      reveal={reveal}
      countdown={countdown}
      tally={tallyOf(snapshot, counts)}
      join={<Join code={code} />}
      waiting={<Waiting snapshot={snapshot} joined={counts.joined} />}
      standing={<Standing standing={room.standing} />}
      Live={Live}
    />
  );
}

export function Projector({ Live }: { Live: LiveView }) {
  const { code, isRead } = useCode();
  const room = useRoom(code, 'projector');
  const { snapshot, refused } = room;
  if (!isRead) return null;
  if (!code || refused !== undefined) return <TakeOver key={code} as="projector" code={code} refused={refused} onTaken={room.retry} />;
  if (!snapshot) return <Standing standing={room.standing} />;
  return <Showing room={room} snapshot={snapshot} Live={Live} />;
}
