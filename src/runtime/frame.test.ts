import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { frameScript, frameScriptHash } from './frame';

it('allows exactly the script that the frame holds', () => {
  expect(frameScriptHash).toBe(`sha256-${createHash('sha256').update(frameScript).digest('base64')}`);
});
