// The last step of preparing: to open the room, here where the book comes from a class server, else at a class server elsewhere or without one.

import React, { useEffect, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { z } from 'zod';
import { ApiFailure, host, type ServerInfo } from '@site/src/classroom/api';
import { importAddress, readServerAddress } from '../address';
import { keep, readKept } from '../kept';
import { finishedSources, toClassList, type PreparedList } from '../lists';
import type { Server } from './useServer';
import controls from '../controls.module.css';

/** Why a room cannot be opened yet; undefined when it can. */
function lacking(list: PreparedList): string | undefined {
  if (list.title.trim() === '') return 'Give the list a name first: students see it when they join.';
  if (finishedSources(list).length === 0) return 'Choose or write at least one question first.';
  return undefined;
}

function Unfinished({ list }: { list: PreparedList }) {
  const count = list.drafts.length - finishedSources(list).length;
  if (count === 0) return null;
  return <p className={controls.said}>{count === 1 ? 'One question is not finished and stays out of the class.' : `${count} questions are not finished and stay out of the class.`}</p>;
}

/** What stands in the way, until the list is changed. */
function useProblem(list: PreparedList) {
  const [problem, setProblem] = useState('');
  useEffect(() => setProblem(''), [list]);
  return [problem, setProblem] as const;
}

function OpenHere({ list, info }: { list: PreparedList; info: ServerInfo }) {
  const roomUrl = useBaseUrl('/teach/room/');
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useProblem(list);
  const open = async () => {
    const missing = lacking(list);
    if (missing) return setProblem(missing);
    setBusy(true);
    setProblem('');
    try {
      const title = list.title.trim();
      const { code } = await host.open({ title, settings: list.settings, questions: finishedSources(list), ...(info.instructorKey ? { instructorKey: key } : {}) });
      location.assign(`${roomUrl}#${code}`);
    } catch (error) {
      setBusy(false);
      setProblem(error instanceof ApiFailure ? error.message : 'The room could not be opened. Try again.');
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void open();
      }}
    >
      {info.instructorKey && (
        <div className={controls.field}>
          <label>
            Instructor’s key <input type="password" autoComplete="current-password" value={key} onChange={(event) => setKey(event.target.value)} />
          </label>
          <p>This server asks for one before it opens a room. Its operator has it.</p>
        </div>
      )}
      <Unfinished list={list} />
      <button type="submit" className={controls.primary} disabled={isBusy}>
        Open the room
      </button>
      <p role="alert" className={controls.problem}>
        {problem}
      </p>
    </form>
  );
}

function OpenElsewhere({ list }: { list: PreparedList }) {
  const [typed, setTyped] = useState(() => readKept('server', z.string()) ?? '');
  const [problem, setProblem] = useProblem(list);
  const go = () => {
    const address = readServerAddress(typed);
    const missing = address.problem ?? lacking(list);
    if (missing || !address.origin) return setProblem(missing ?? '');
    location.assign(importAddress(address.origin, toClassList(list)));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <div className={controls.field}>
        <label>
          Address of a class server{' '}
          <input
            type="text"
            inputMode="url"
            autoComplete="url"
            placeholder="https://class.example.edu"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              keep('server', event.target.value);
              setProblem('');
            }}
          />
        </label>
        <p>Your university may run one. Your list goes there with you, and the class takes place on its pages.</p>
      </div>
      <Unfinished list={list} />
      <button type="submit" className={controls.primary}>
        Go there with this list
      </button>
      <p role="alert" className={controls.problem}>
        {problem}
      </p>
    </form>
  );
}

interface Props {
  list: PreparedList;
  server: Server;
  askAgain: () => void;
}

export function OpenRoom({ list, server, askAgain }: Props) {
  const localUrl = useBaseUrl('/teach/local/');
  return (
    <>
      {server.kind === 'asking' && <p>Looking for the class server.</p>}
      {server.kind === 'here' && <OpenHere list={list} info={server.info} />}
      {server.kind === 'away' && (
        <p className={controls.notice}>
          {server.message}{' '}
          <button type="button" className={controls.button} onClick={askAgain}>
            Try again
          </button>
        </p>
      )}
      {server.kind === 'none' && (
        <>
          <p>These pages come from a plain web server, which can’t hold a class. There are two ways on.</p>
          <OpenElsewhere list={list} />
        </>
      )}
      <p>
        Without phones and without a server: <a href={localUrl}>count raised hands</a> in this window, with the same steps and the same advice.
      </p>
    </>
  );
}
