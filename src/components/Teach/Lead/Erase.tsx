// The end of a room for good.

import React, { useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { ApiFailure, host } from '@site/src/classroom/api';
import { Ask } from '../Ask';
import { forgetRoom } from '../kept';
import controls from '../controls.module.css';

export function Erase({ code, title }: { code: string; title: string }) {
  const teachUrl = useBaseUrl('/teach/');
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState('');
  const erase = async () => {
    setAsking(false);
    try {
      await host.erase(code);
      forgetRoom(code);
      location.assign(teachUrl);
    } catch (error) {
      setProblem(error instanceof ApiFailure ? error.message : 'That did not work. Try again.');
    }
  };
  return (
    <section aria-labelledby="erase">
      <h2 id="erase">End of the room</h2>
      <button type="button" className={controls.button} onClick={() => setAsking(true)}>
        Erase this room
      </button>
      {isAsking && (
        <Ask
          question={`Erase “${title}”? Its questions, all votes of all meetings, who took part and the list of the class are gone for good, and every phone leaves. What you prepared in this browser stays.`}
          yes="Erase it"
          onYes={() => void erase()}
          onNo={() => setAsking(false)}
        />
      )}
      <p role="alert" className={controls.problem}>
        {problem}
      </p>
    </section>
  );
}
