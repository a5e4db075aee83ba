// The kernel microscope in a worker of the page's own origin, for the editor and the view: problems in a text as it is typed,
// and one dispatch again with a trace. It grades nothing: the checks worker has the same microscope for that.

import { openMicroscope, type Microscope } from '@site/src/gpu/microscope';
import type { MicroscopeAnswer, MicroscopeRequest } from './microscope';

let latest: { source: string; microscope: Microscope } | undefined;

function microscopeOf(source: string): Microscope {
  if (latest?.source !== source) latest = { source, microscope: openMicroscope(source) };
  return latest.microscope;
}

function answer(request: MicroscopeRequest): MicroscopeAnswer {
  const { id, source } = request;
  try {
    const microscope = microscopeOf(source);
    if (request.kind === 'problems') return { id, problems: microscope.problems };
    const error = microscope.problems.find(({ severity }) => severity === 'error');
    if (error) return { id, failed: `Line ${error.line}: ${error.message}` };
    return { id, run: microscope.run(request.dispatch, request.options) };
  } catch (error) {
    return { id, failed: error instanceof Error ? error.message : String(error) };
  }
}

self.onmessage = (event: MessageEvent<MicroscopeRequest>) => self.postMessage(answer(event.data));
