// A TypeScript lab's subject: transpiles the reader's text and loads it in the reader's realm, again after a hang.

import type { Remark } from '@site/src/formats';
import { ReaderSyntaxError, RealmClient } from '@site/src/runtime/client';
import { ReaderTimeout } from '@site/src/runtime/reader';
import { locateSyntaxError, transpile } from '@site/src/runtime/transpile';
import type { CheckContext } from './api';
import { absent, SourceError, type Subject, type SubjectOptions } from './subject';

/** A lab where the reader's code hangs this often is over: each time costs `limits.callMs`. */
const maxHangs = 2;

export const openSubject = (options: SubjectOptions): Subject => new ModuleSubject(options);

class ModuleSubject implements Subject {
  readonly #options: SubjectOptions;
  #client: RealmClient | undefined;
  #code: string | undefined;
  /** Why loading failed: the same for every check. */
  #failed: Error | undefined;
  #hangs = 0;

  constructor(options: SubjectOptions) {
    this.#options = options;
  }

  async context(): Promise<Pick<CheckContext, 'reader' | 'kernel'>> {
    if (this.#failed) throw this.#failed;
    try {
      this.#client ??= await this.#load();
    } catch (error) {
      this.#failed = error as Error;
      throw error;
    }
    return {
      reader: this.#client.reader,
      get kernel() {
        return absent('kernel', 'TypeScript');
      },
    };
  }

  async afterCheck(): Promise<Remark[]> {
    const client = this.#client;
    if (!client) return [];
    const lost = client.lost;
    if (!lost) {
      await client.release();
      return [];
    }
    client.close();
    this.#client = undefined;
    if (++this.#hangs >= maxHangs) this.#failed = new ReaderTimeout('Not run: your code has hung twice already.');
    throw lost;
  }

  async #load(): Promise<RealmClient> {
    const { lab, source, kitNames, deadline, post, nextPort } = this.#options;
    if (this.#code === undefined) {
      const { code, diagnostics } = transpile(source, lab.allow, kitNames);
      if (diagnostics.length > 0) throw new SourceError(diagnostics);
      this.#code = code;
    }
    const client = new RealmClient(await nextPort(), {
      callMs: lab.limits.callMs,
      deadline,
      onConsole: (lines) => post({ kind: 'console', lines }),
      onShow: (items) => post({ kind: 'show', items }),
    });
    try {
      await client.load(this.#code, lab.allow);
    } catch (error) {
      if (error instanceof ReaderSyntaxError) throw new SourceError([locateSyntaxError(this.#code, error.message)]);
      throw error;
    }
    return client;
  }
}
