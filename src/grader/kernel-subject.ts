// A WGSL lab's subject: the reader's kernel on WebGPU, in this worker. WGSL is data, so no realm is needed.

import { openKernel, type OpenKernel } from '@site/src/gpu/webgpu';
import type { CheckContext } from './api';
import { absent, SourceError, type Subject, type SubjectOptions } from './subject';

export const openSubject = (options: SubjectOptions): Subject => new KernelSubject(options);

class KernelSubject implements Subject {
  readonly #options: SubjectOptions;
  #opened: Promise<OpenKernel> | undefined;

  constructor(options: SubjectOptions) {
    this.#options = options;
  }

  async context(): Promise<Pick<CheckContext, 'reader' | 'kernel'>> {
    this.#opened ??= openKernel(this.#options.source, this.#options.deadline);
    const { kernel, diagnostics } = await this.#opened;
    if (diagnostics.some(({ severity }) => severity === 'error')) throw new SourceError(diagnostics);
    return {
      kernel,
      get reader() {
        return absent('reader', 'WGSL');
      },
    };
  }

  async afterCheck(): Promise<void> {}
}
