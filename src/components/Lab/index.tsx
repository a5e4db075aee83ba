// A lab on a page: brief, code, Run and Check, what comes back, hints, solution, hand-in. A page that is only read loads
// neither editor nor runtime. Without JavaScript all but the running stands.

import React, { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { LabManifest } from '@site/src/runtime/types';
import { openProgress } from '@site/src/progress';
import { CodeBox, type CodeBoxHandle } from './CodeBox';
import { defaultKind, isKind, leaveHint, type EditorKind, type LineHeat } from './editors';
import { copyText, downloadText } from './files';
import { HandIn } from './HandIn';
import { Hints, Solution } from './Help';
import { EarlierTexts, Notices } from './Notices';
import { OutputPanel } from './OutputPanel';
import { Problems } from './Problems';
import { Report } from './Report';
import { earned, possible } from './reportText';
import { useDraft } from './useDraft';
import { useEffort } from './useEffort';
import { mergeProblems, useKernelProblems, useMicroscope } from './useKernelProblems';
import { useSession } from './useSession';
import styles from './styles.module.css';

const KernelView = lazy(() => import('./KernelView'));

export interface LabProps {
  manifest: LabManifest;
  /** The starter, highlighted at build. */
  starterHtml: string;
  /** Hints rendered at build, by task id. */
  hintsHtml?: Record<string, readonly string[]>;
  /** The brief. */
  children?: ReactNode;
}

const needWords = {
  model: 'a small model, loaded when you first run it',
} as const;
const noHeat: readonly LineHeat[] = [];
const languageWords = { typescript: 'TypeScript', wgsl: 'WGSL' } as const;
const editorNames: Record<EditorKind, string> = { full: 'Full editor', light: 'Light editor', plain: 'Plain text' };

async function storedKind(): Promise<EditorKind | undefined> {
  const setting = await (await openProgress()).get('setting', 'editor');
  return isKind(setting?.value) ? setting.value : undefined;
}

async function storeKind(value: EditorKind): Promise<void> {
  await (await openProgress()).update('setting', 'editor', () => ({ kind: 'setting', id: 'editor', at: Date.now(), value }));
}

export default function Lab({ manifest, starterHtml, hintsHtml, children }: LabProps) {
  const { lab, starter, language, paths } = manifest;
  const baseUrl = useBaseUrl('/');
  const bundle = useMemo(() => ({ ...manifest, baseUrl }), [manifest, baseUrl]);
  const draft = useDraft(lab.id, starter);
  const session = useSession(bundle);
  const effort = useEffort(lab.id, lab.tasks, starter, paths.checks);
  const box = useRef<CodeBoxHandle>(null);
  const [kind, setKind] = useState<EditorKind>();
  const [text, setText] = useState<string>();
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState('');
  const [editorProblem, setEditorProblem] = useState('');
  const [showLast, setShowLast] = useState(false);
  const [checkedText, setCheckedText] = useState<string>();
  const [reached, setReached] = useState(false);
  const [looking, setLooking] = useState(false);
  const [heat, setHeat] = useState<readonly LineHeat[]>(noHeat);
  const cancelReset = useRef<HTMLButtonElement>(null);
  const lastEscape = useRef(0);
  const busy = session.activity !== 'idle';

  useEffect(() => {
    if (draft.loaded) setText((before) => before ?? draft.loaded!.text);
  }, [draft.loaded]);
  useEffect(() => {
    void storedKind().then((stored) => setKind((before) => before ?? stored ?? defaultKind()));
  }, []);
  useEffect(() => {
    if (asking) cancelReset.current?.focus();
  }, [asking]);

  const getText = useCallback(() => box.current?.getText() ?? text ?? starter, [text, starter]);
  const open = useCallback(
    async (options?: { focus?: boolean; place?: { line: number; column?: number } }) => {
      await draft.ready();
      setReached(true);
      const wanted = kind ?? (await storedKind()) ?? defaultKind();
      await box.current?.open(wanted, options);
    },
    [draft, kind],
  );
  const { forgetDiagnostics } = session;
  const openMicroscope = useMicroscope(bundle);
  const problems = useKernelProblems(openMicroscope, text, reached);
  const diagnostics = useMemo(() => mergeProblems(problems, session.diagnostics), [problems, session.diagnostics]);
  const markLine = useCallback((line: number | undefined) => box.current?.markLine(line), []);
  const onChange = useCallback(
    (next: string) => {
      setText(next);
      setHeat(noHeat);
      draft.change(next);
      forgetDiagnostics();
    },
    [draft, forgetDiagnostics],
  );

  /** Puts another text in place; the one that gives way is kept. */
  const replace = async (next: string, why: 'reset' | 'new-starter' | 'restored', said: string) => {
    const keeper = await draft.ready();
    keeper.change(getText());
    await keeper.replace(next, why);
    setText(next);
    box.current?.setText(next);
    forgetDiagnostics();
    setTold(said);
  };

  const start = async (what: 'run' | 'check') => {
    const keeper = await draft.ready();
    void open({ focus: false });
    const source = box.current?.getText() ?? text ?? (await keeper.load()).text;
    keeper.change(source);
    setTold('');
    // Stored before it runs: a run may end the tab.
    await keeper.beforeRun();
    if (what === 'run') await session.run(source);
    else {
      setShowLast(false);
      const report = await session.check(source);
      if (report) {
        setCheckedText(source);
        await effort.record(source, report);
      }
    }
    await keeper.afterRun();
  };

  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void start(event.shiftKey ? 'check' : 'run');
    } else if (event.key === 'Escape') {
      if (busy && event.timeStamp - lastEscape.current < 600) session.stop();
      lastEscape.current = event.timeStamp;
    }
  };

  const { result } = effort;
  const report = session.report ?? (showLast ? result?.last.report : undefined);
  const when = session.report || !result ? '' : `From ${new Date(result.last.at).toLocaleString()}.`;
  const stale = text !== (session.report ? checkedText : result?.last.source);
  const reportNote = [when, stale ? 'The code has changed since this check.' : ''].filter(Boolean).join(' ');
  const earnedTask = (id: string) => result?.best.report.tasks.find((task) => task.id === id)?.earned;
  const fileName = `${lab.id}.${language === 'typescript' ? 'ts' : 'wgsl'}`;

  return (
    <section className={styles.lab} aria-label={`Lab: ${lab.title}`} data-lab={lab.id} onKeyDownCapture={onKeyDownCapture}>
      <p className={styles.kicker}>
        {lab.core ? 'Core lab' : 'Optional lab'}, {lab.minutes} minutes, {languageWords[language]}
      </p>
      <h3 className={styles.title}>
        {lab.title}
      </h3>
      <p>{lab.summary}</p>
      {lab.needs.length > 0 && <p className={styles.soft}>Needs {lab.needs.map((need) => needWords[need]).join('; and ')}.</p>}
      <ol className={styles.tasks}>
        {lab.tasks.map((task) => (
          <li key={task.id}>
            <span>{task.title}</span>
            <span className={styles.points}>
              {earnedTask(task.id) ? `${earnedTask(task.id)} of ${task.points} points` : `${task.points} points`}
            </span>
          </li>
        ))}
      </ol>
      <div className={styles.brief}>{children}</div>
      <noscript>
        <p className={styles.notice}>Running and checking code needs JavaScript. The brief and the starter below can be read without it.</p>
      </noscript>
      <Notices
        draft={draft}
        starter={starter}
        editorProblem={editorProblem}
        takeNewStarter={() => void replace(starter, 'new-starter', 'The new starter is in place. Your text is under “Earlier texts”.')}
        keepMine={() => void replace(getText(), 'new-starter', 'Your text stays.')}
      />
      <CodeBox
        ref={box}
        bundle={bundle}
        starterHtml={starterHtml}
        text={text}
        diagnostics={diagnostics}
        heat={heat}
        onReach={() => void open()}
        onChange={onChange}
        onProblem={setEditorProblem}
      />
      <div className={styles.bar} role="group" aria-label="Run and check">
        <button type="button" className={styles.primary} aria-keyshortcuts="Control+Enter Meta+Enter" onClick={() => void start('run')}>
          Run
        </button>
        <button type="button" className={styles.primary} aria-keyshortcuts="Control+Shift+Enter Meta+Shift+Enter" onClick={() => void start('check')}>
          Check
        </button>
        <button type="button" className={styles.button} disabled={!busy} onClick={session.stop}>
          Stop
        </button>
        <span className={styles.spring} />
        <button type="button" className={styles.button} onClick={() => setAsking(true)}>
          Reset
        </button>
        <button type="button" className={styles.button} onClick={() => void copyText(getText()).then((done) => setTold(done ? 'Copied.' : 'The browser did not let the page copy.'))}>
          Copy
        </button>
        <button type="button" className={styles.button} onClick={() => downloadText(fileName, getText())}>
          Download
        </button>
        <select
          className={styles.choice}
          aria-label="Editor"
          value={kind ?? 'full'}
          onChange={(event) => {
            const next = event.target.value as EditorKind;
            setKind(next);
            setEditorProblem('');
            void storeKind(next);
            void draft.ready().then(() => box.current?.open(next, { focus: false }));
          }}
        >
          {Object.entries(editorNames).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {asking && (
        <div className={styles.notice} role="alertdialog" aria-label="Reset the code?" onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
          <p>Put the starter back? Your text is set aside and can be brought back.</p>
          <div className={styles.row}>
            <button
              type="button"
              className={styles.button}
              onClick={() => {
                setAsking(false);
                void replace(starter, 'reset', 'The starter is back. Your text is under “Earlier texts”.');
              }}
            >
              Put the starter back
            </button>
            <button type="button" className={styles.button} ref={cancelReset} onClick={() => setAsking(false)}>
              Cancel
            </button>
          </div>
        </div>
      )}
      <p className={styles.keys}>Ctrl or Cmd + Enter runs, with Shift it checks; Escape twice stops. {leaveHint}</p>
      <p className={styles.status} role="status" aria-label="Lab status" data-activity={session.activity}>
        {told || session.status}
      </p>
      <Problems diagnostics={diagnostics} goTo={(place) => void open({ place })} />
      <OutputPanel output={session.output} />
      {session.gpu && <p className={styles.soft}>{session.gpu.message}</p>}
      {report && <Report report={report} note={reportNote} goTo={(line, column) => void open({ place: { line, column } })} />}
      {!report && result && (
        <p className={styles.row}>
          <span>
            Your best so far: {earned(result.best.report)} of {possible(result.best.report)} points.
          </span>
          <button type="button" className={styles.button} onClick={() => setShowLast(true)}>
            Show the last report
          </button>
        </p>
      )}
      {openMicroscope && session.dispatches.length > 0 && (
        <details className={styles.microscope} open={looking} onToggle={(event) => setLooking(event.currentTarget.open)}>
          <summary>Microscope: what your kernel did, step by step</summary>
          {looking && (
            <Suspense fallback={<p className={styles.soft}>Loading.</p>}>
              <KernelView
                records={session.dispatches}
                tasks={lab.tasks}
                report={session.dispatches.some(({ task }) => task !== null) ? session.report : undefined}
                openMicroscope={openMicroscope}
                goTo={(line, column) => void open({ place: { line, column } })}
                onLine={markLine}
                onHeat={setHeat}
                stale={session.dispatches[0]!.source !== text}
              />
            </Suspense>
          )}
        </details>
      )}
      <Hints tasks={lab.tasks} html={hintsHtml} opened={effort.hints} onOpen={effort.openHint} />
      <Solution url={baseUrl + paths.solution} allowed={effort.mayShowSolution} getText={getText} />
      <EarlierTexts kept={draft.kept} bringBack={(kept) => void replace(kept, 'restored', 'The earlier text is back; the one that it replaced is kept too.')} />
      <HandIn bundle={bundle} getText={getText} last={result?.last} />
    </section>
  );
}
