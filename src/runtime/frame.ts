// The sandboxed frame and the worker in it, where the reader's code runs: an opaque origin with no network,
// no storage and no way to the page but one MessagePort. A frame is used for one run and thrown away.

/** The only script of the frame. It starts the worker, hands on the port, and answers no one but the page. */
export const frameScript =
  "onmessage=function(e){if(e.source!==parent)return;var u=URL.createObjectURL(new Blob([e.data],{type:'text/javascript'}));new Worker(u).postMessage(0,e.ports)}";

/** SHA-256 of frameScript for the CSP (frame.test.ts checks it): `crypto.subtle` is missing on plain HTTP. */
export const frameScriptHash = 'sha256-31ZxhWHZ3nIKcP0bmc7q7rPvY61ElbTNtboFk2+LYO0=';

const policy = [
  "default-src 'none'",
  "connect-src 'none'",
  `script-src '${frameScriptHash}' 'unsafe-eval' 'wasm-unsafe-eval' blob:`,
  'worker-src blob:',
].join('; ');

const frameHtml = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${frameScript}</script>`;

export interface Realm {
  /** The end of the port that the checks worker gets; moves away when posted. */
  readonly port: MessagePort;
  /** Removes the frame, and with it whatever still runs in it. */
  destroy(): void;
}

/** Starts a realm. It answers `ready` on the port when the worker runs; nothing here waits for it. */
export function createRealm(runtime: string): Realm {
  const frame = document.createElement('iframe');
  const channel = new MessageChannel();
  frame.setAttribute('sandbox', 'allow-scripts');
  // Without this an isolated page's frame is not isolated; elsewhere it says nothing.
  frame.allow = 'cross-origin-isolated';
  frame.title = 'Where your code runs';
  frame.hidden = true;
  frame.srcdoc = frameHtml;
  frame.addEventListener('load', () => frame.contentWindow?.postMessage(runtime, '*', [channel.port2]), { once: true });
  document.body.append(frame);
  return { port: channel.port1, destroy: () => frame.remove() };
}
