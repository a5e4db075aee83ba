// The scheme of points and who is excused: as typed, as kept on the server, and as it was before the last save.

import { useEffect, useRef, useState } from 'react';
import { ApiFailure, host } from '@site/src/classroom/api';
import type { Grading } from '@site/src/formats/class-results';
import type { PointsScheme } from '@site/src/quiz/peer';
import { withExcused, type Excused, type Person } from './people';
import { draftOf, keptScheme, readDraft, type SchemeDraft, type SchemeReading } from './schemeDraft';

interface Kept {
  scheme: PointsScheme;
  excused: Excused;
}

export type Saving = { state: 'none' | 'kept' } | { state: 'saving' } | { state: 'saved'; at: Date } | { state: 'failed'; message: string };

export interface GradingNow {
  draft: SchemeDraft;
  problems: SchemeReading['problems'];
  /** What points are computed by: the latest that could be read. */
  scheme: PointsScheme;
  excused: Excused;
  isChanged: boolean;
  /** Can be saved as it is. */
  isReadable: boolean;
  canUndo: boolean;
  saving: Saving;
  change(change: Partial<SchemeDraft>): void;
  excuse(person: Person, meeting: number, on: boolean): void;
  save(): void;
  discard(): void;
  undo(): void;
}

const keptOf = (grading: Grading | null): Kept => ({ scheme: keptScheme(grading?.scheme), excused: grading?.excused ?? {} });

const canonical = ({ scheme, excused }: Kept) => JSON.stringify([draftOf(scheme), Object.keys(excused).sort().map((meeting) => [meeting, [...excused[meeting]!].sort()])]);
const isSame = (a: Kept, b: Kept) => canonical(a) === canonical(b);

/** Warns who leaves the page with changes that are not saved. */
function useWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isOn]);
}

export function useGrading(code: string, loaded: Grading | null): GradingNow {
  const [saved, setSaved] = useState(() => keptOf(loaded));
  const [before, setBefore] = useState<Kept>();
  const [draft, setDraft] = useState(() => draftOf(saved.scheme));
  const [current, setCurrent] = useState(saved);
  const [saving, setSaving] = useState<Saving>({ state: loaded ? 'kept' : 'none' });
  const { scheme: typed, problems } = readDraft(draft);
  const isChanged = !typed || !isSame(current, saved);
  useWarning(isChanged);

  const show = (kept: Kept) => {
    setDraft(draftOf(kept.scheme));
    setCurrent(kept);
  };
  // Read again: what the server has now is shown, but for changes that were not saved.
  const adopt = useRef((_: Kept) => {});
  useEffect(() => {
    adopt.current = (kept) => {
      setSaved(kept);
      if (!isChanged) show(kept);
    };
  });
  useEffect(() => adopt.current(keptOf(loaded)), [loaded]);

  const write = async (next: Kept) => {
    setSaving({ state: 'saving' });
    try {
      await host.saveGrading(code, next);
      setBefore(saved);
      setSaved(next);
      setSaving({ state: 'saved', at: new Date() });
      return true;
    } catch (error) {
      setSaving({ state: 'failed', message: error instanceof ApiFailure ? error.message : 'That did not work. Try again.' });
      return false;
    }
  };
  const undo = async () => {
    if (before && (await write(before))) show(before);
  };
  return {
    draft,
    problems,
    ...current,
    isChanged,
    isReadable: typed !== undefined,
    canUndo: before !== undefined && !isChanged,
    saving,
    change(change) {
      const next = { ...draft, ...change };
      const { scheme } = readDraft(next);
      setDraft(next);
      if (scheme) setCurrent({ ...current, scheme });
    },
    excuse: (person, meeting, on) => setCurrent({ ...current, excused: withExcused(current.excused, meeting, person, on) }),
    save: () => void write(current),
    discard: () => show(saved),
    undo: () => void undo(),
  };
}
