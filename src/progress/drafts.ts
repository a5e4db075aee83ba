// Keeps what a reader types into a lab: soon after each keystroke, before a run, and when the page goes away.
// Nothing typed is lost: a text that gives way (reset, new edition, another tab) is set aside and can be brought back.

import type { KeptText, LabDraft } from '@site/src/formats/progress';
import { keepTexts } from './merge';
import type { ProgressStore } from './store';

/** Begins the keys of what only localStorage holds. */
export const fallbackPrefix = 's2c-draft-';

/** What localStorage offers, for the moment when the page goes and IndexedDB is too slow. */
export interface SyncStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface DraftOptions {
  lab: string;
  /** The starter of this edition. */
  starter: string;
  /** Names this tab among the writers. */
  writer: string;
  sync?: SyncStorage;
  now?: () => number;
  /** Quiet time after a keystroke before it is written, in milliseconds; at most twice this under steady typing. */
  delayMs?: number;
  /** Another tab wrote this lab since this one last did; its text has been set aside. */
  onConflict?: () => void;
  onStored?: (draft: LabDraft) => void;
  onError?: (error: unknown) => void;
}

export interface LoadedDraft {
  text: string;
  kept: KeptText[];
  /** Set when the draft began from another edition's starter: that older starter. */
  oldStarter?: string;
  /** The page went away during a run that began then. */
  lostRunAt?: number;
  /** When the text was last written; undefined when there is no draft. */
  savedAt?: number;
}

export class DraftKeeper {
  private text: string;
  private dirty = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstUnsavedAt = 0;
  private lastSeenAt = 0;
  private running: number | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Writes that were begun and are not stored yet. */
  private unstored = 0;
  private readonly store: ProgressStore;
  private readonly options: DraftOptions;
  private readonly now: () => number;

  constructor(store: ProgressStore, options: DraftOptions) {
    this.store = store;
    this.options = options;
    this.now = options.now ?? Date.now;
    this.text = options.starter;
  }

  private get key(): string {
    return fallbackPrefix + this.options.lab;
  }

  /** Takes up what was kept, also what only the synchronous fallback holds. */
  async load(): Promise<LoadedDraft> {
    await this.adoptFallback();
    const draft = await this.store.get('lab-draft', this.options.lab);
    if (!draft) return { text: this.options.starter, kept: [] };
    this.lastSeenAt = draft.at;
    const untouched = draft.text === draft.starter;
    this.text = untouched ? this.options.starter : draft.text;
    return {
      text: this.text,
      kept: draft.kept,
      savedAt: draft.at,
      ...(draft.starter !== this.options.starter && !untouched ? { oldStarter: draft.starter } : {}),
      ...(draft.runningSince ? { lostRunAt: draft.runningSince } : {}),
    };
  }

  private async adoptFallback(): Promise<void> {
    const left = this.readFallback();
    if (!left) return;
    await this.store.update('lab-draft', this.options.lab, (before) => {
      const base: LabDraft = before ?? this.fresh(left.text, left.at);
      if (base.at >= left.at) return before ? { ...base, kept: keepTexts(base.text, [...base.kept, { text: left.text, at: left.at, why: 'restored' }]) } : base;
      // Typed after the page had come back: whatever ran before is told of already.
      return { ...base, text: left.text, at: left.at, runningSince: undefined };
    });
    this.options.sync?.removeItem(this.key);
  }

  private readFallback(): { text: string; at: number } | undefined {
    try {
      const stored = JSON.parse(this.options.sync?.getItem(this.key) ?? 'null') as { text?: unknown; at?: unknown } | null;
      return typeof stored?.text === 'string' && typeof stored.at === 'number' ? { text: stored.text, at: stored.at } : undefined;
    } catch {
      return undefined;
    }
  }

  private fresh(text: string, at: number): LabDraft {
    return { kind: 'lab-draft', id: this.options.lab, at, text, starter: this.options.starter, writer: this.options.writer, kept: [] };
  }

  /** After each keystroke. */
  change(text: string): void {
    if (text === this.text) return;
    this.text = text;
    const now = this.now();
    if (!this.dirty) this.firstUnsavedAt = now;
    this.dirty = true;
    const delay = this.options.delayMs ?? 120;
    clearTimeout(this.timer);
    if (now - this.firstUnsavedAt >= delay) void this.flush();
    else this.timer = setTimeout(() => void this.flush(), delay);
  }

  /** Writes now; resolves when it is stored. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.dirty) return this.writing;
    this.dirty = false;
    return this.write();
  }

  private write(setAside: KeptText[] = []): Promise<void> {
    const text = this.text;
    const at = this.now();
    const run = async () => {
      let conflict = false;
      let stored: LabDraft | undefined;
      await this.store.update('lab-draft', this.options.lab, (before) => {
        const kept = [...(before?.kept ?? []), ...setAside];
        const foreign = before && before.writer !== this.options.writer && before.at > this.lastSeenAt;
        if (foreign && before.text !== text && before.text !== before.starter) {
          kept.push({ text: before.text, at: before.at, why: 'other-tab' });
          conflict = true;
        }
        stored = { ...this.fresh(text, at), kept: keepTexts(text, kept), ...(this.running ? { runningSince: this.running } : {}) };
        return stored;
      });
      this.lastSeenAt = at;
      if (stored) this.options.onStored?.(stored);
      if (conflict) this.options.onConflict?.();
    };
    this.unstored += 1;
    this.writing = this.writing
      .then(run)
      .catch((error: unknown) => {
        this.dirty = true;
        this.options.onError?.(error);
      })
      .finally(() => (this.unstored -= 1));
    return this.writing;
  }

  /** When the page goes away: at once, without waiting for a database, which may drop even a write that it has begun. */
  leave(): void {
    if (!this.dirty && this.unstored === 0) return;
    try {
      this.options.sync?.setItem(this.key, JSON.stringify({ text: this.text, at: this.now() }));
    } catch {
      // A full or denied localStorage: the flush below is what is left.
    }
    void this.flush().then(() => this.options.sync?.removeItem(this.key));
  }

  /** Stores the text and that a run begins; waits for it, since the run may end the tab. */
  async beforeRun(): Promise<void> {
    this.running = this.now();
    this.dirty = false;
    clearTimeout(this.timer);
    await this.write();
  }

  async afterRun(): Promise<void> {
    this.running = undefined;
    await this.write();
  }

  /** Puts another text in place and sets the present one aside; resolves to the texts set aside. */
  async replace(text: string, why: KeptText['why']): Promise<void> {
    const aside: KeptText[] = this.text === this.options.starter ? [] : [{ text: this.text, at: this.now(), why }];
    this.text = text;
    this.dirty = false;
    clearTimeout(this.timer);
    await this.write(aside);
  }
}
