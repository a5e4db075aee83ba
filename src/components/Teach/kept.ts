// What this browser keeps for whoever teaches, as typed: lists of questions, the rooms opened here, a class without a server, an address.
// localStorage, since it has written when a key press is over. Not here: what a list is (lists.ts).

import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { liveReveal, roomSettings } from '@site/src/formats/class';
import { emptyList, type PreparedList } from './lists';

const PREFIX = 'teach:';

const draft = z.object({
  key: z.string(),
  ref: z.string().optional(),
  stem: z.string(),
  options: z.array(z.object({ id: z.string(), text: z.string(), why: z.string(), argument: z.string().default(''), correct: z.boolean() })),
  explanation: z.string(),
  listenFor: z.string(),
  expectedCorrect: z.number().optional(),
  reveal: liveReveal.optional(),
});

const keptList: z.ZodType<PreparedList> = z.object({
  id: z.string(),
  title: z.string(),
  settings: roomSettings.catch(() => roomSettings.parse({})),
  drafts: z.array(draft),
  removed: z.array(draft),
});

const keptRooms = z.array(z.object({ code: z.string(), title: z.string(), openedAt: z.number() }));
export type KeptRoom = z.infer<typeof keptRooms>[number];

/** What was kept under a name; undefined when nothing was, or nothing that is of this form. */
export function readKept<T>(name: string, schema: z.ZodType<T>): T | undefined {
  try {
    const read = schema.safeParse(JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null'));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** False when this browser has no room for it, or keeps nothing. */
export function keep(name: string, value: unknown): boolean {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function keptListIds(): string[] {
  try {
    const prefix = `${PREFIX}list:`;
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  } catch {
    return [];
  }
}

export const readList = (id: string): PreparedList | undefined => readKept(`list:${id}`, keptList);

/** All lists, by title. */
export const readLists = (): PreparedList[] =>
  keptListIds()
    .flatMap((id) => readList(id) ?? [])
    .sort((a, b) => a.title.localeCompare(b.title));

export const readRooms = (): KeptRoom[] => readKept('rooms', keptRooms) ?? [];
const otherRooms = (code: string) => readRooms().filter((room) => room.code !== code);
export const keepRoom = (room: KeptRoom): boolean => keep('rooms', [room, ...otherRooms(room.code)].slice(0, 50));
export const forgetRoom = (code: string): boolean => keep('rooms', otherRooms(code));

export interface Lists {
  /** Undefined until the page is alive. */
  list?: PreparedList;
  all: readonly PreparedList[];
  /** False when nothing can be kept here. */
  isKept: boolean;
  change(change: (list: PreparedList) => PreparedList): void;
  /** Shows a list, which is kept if it is new. */
  open(list: PreparedList): void;
  erase(id: string): void;
}

/** The list that is open, and the others; every change is kept at once, and follows in other tabs. */
export function useLists(): Lists {
  const [list, setList] = useState<PreparedList>();
  const [all, setAll] = useState<readonly PreparedList[]>([]);
  const [isKept, setKept] = useState(true);
  const latest = useRef<PreparedList>(undefined);

  const show = useCallback((next: PreparedList) => {
    latest.current = next;
    setList(next);
    const written = keep(`list:${next.id}`, next);
    setKept(written);
    // Where nothing can be kept, what is open is still a list.
    setAll(written ? readLists() : [next]);
  }, []);
  const open = useCallback(
    (next: PreparedList) => {
      keep('open-list', next.id);
      show(next);
    },
    [show],
  );
  const change = useCallback((how: (list: PreparedList) => PreparedList) => latest.current && show(how(latest.current)), [show]);
  const erase = useCallback(
    (id: string) => {
      keep(`list:${id}`, undefined);
      open(readLists()[0] ?? emptyList('My class'));
    },
    [open],
  );

  useEffect(() => {
    const id = readKept('open-list', z.string());
    open((id && readList(id)) || readLists()[0] || emptyList('My class'));
    const follow = (event: StorageEvent) => {
      if (!event.key?.startsWith(`${PREFIX}list:`)) return;
      setAll(readLists());
      const mine = latest.current && event.key === `${PREFIX}list:${latest.current.id}` ? readList(latest.current.id) : undefined;
      if (!mine) return;
      latest.current = mine;
      setList(mine);
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [open]);

  return { list, all, isKept, change, open, erase };
}
