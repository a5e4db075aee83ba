// Settings of a room that is open: they hold from the next vote on.

import React, { useState } from 'react';
import { host } from '@site/src/classroom/api';
import type { RoomSettings as Values } from '@site/src/formats/class';
import { Settings } from '../Prepare/Settings';
import type { Lead } from '../useRoom';
import controls from '../controls.module.css';

interface Props {
  lead: Lead;
  code: string;
  title: string;
  settings: Values;
}

export function RoomSettings({ lead, code, title, settings }: Props) {
  const [changed, setChanged] = useState<Values>();
  const [isOpen, setOpen] = useState(false);
  const save = async () => {
    if (changed && (await lead.run(() => host.changeSettings(code, title, changed)))) setChanged(undefined);
  };
  return (
    <section aria-labelledby="room-settings">
      <h2 id="room-settings">Settings</h2>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Timers, advice, pairing, how long it is kept</summary>
        {isOpen && <Settings settings={changed ?? settings} onChange={setChanged} />}
        <button type="button" className={controls.button} disabled={!changed} onClick={() => void save()}>
          Save the settings
        </button>
        <p className={controls.said}>Timers hold from the next vote on.</p>
      </details>
    </section>
  );
}
