/** @jsxImportSource preact */
// One's own way in from another device: as text to copy and as a QR code. Copying by a button needs HTTPS; the field always works.

import { useEffect, useState } from 'preact/hooks';
import { hashOf } from './address';
import type { RoomMemory } from './memory';

/** The path of a QR code's dark squares in a box of `size` units, its quiet border included. */
async function drawQr(text: string): Promise<{ path: string; size: number }> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { border: 4 });
  return { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('') };
}

export function PersonalLink({ memory }: { memory: RoomMemory }) {
  const { token } = memory.membership ?? {};
  const link = token && new URL(hashOf({ code: memory.code, token }), location.href).href;
  const [qr, setQr] = useState<{ path: string; size: number }>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!link) return;
    memory.remember({ devices: true });
    drawQr(link).then(setQr, () => {
      // The code for the camera could not be loaded: the field is there.
    });
  }, [link, memory]);
  if (!link) return <p>This browser was let in by its cookie alone and has no link to show. Leave and join again to get one.</p>;
  return (
    <>
      <p>Open this link there, and you go on as the same person. Whoever has it can vote as you: keep it to yourself.</p>
      <label>
        Your personal link
        <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
      </label>
      {navigator.clipboard && (
        <button type="button" onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true), () => setCopied(false))}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      )}
      {qr && (
        <svg className="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label="Your personal link as a QR code" shapeRendering="crispEdges">
          <rect width={qr.size} height={qr.size} fill="#fff" />
          <path d={qr.path} fill="#000" />
        </svg>
      )}
    </>
  );
}
