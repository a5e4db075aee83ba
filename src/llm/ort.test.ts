import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import versions from './onnxruntime.json';

const files = { wasm: 'ort-wasm-simd-threaded.wasm', webgpu: 'ort-wasm-simd-threaded.asyncify.wasm' };

// After an update of onnxruntime-web: npx vitest run src/llm/ort.test.ts -u
it('onnxruntime.json describes the runtime that is installed', async () => {
  const described = Object.entries(files).map(([device, name]) => {
    const content = readFileSync(`node_modules/onnxruntime-web/dist/${name}`);
    const gzipBytes = gzipSync(content).length;
    const known = versions[device as keyof typeof versions];
    // Another zlib packs a little differently.
    const same = Math.abs(gzipBytes / known.transferBytes - 1) < 0.02;
    return [device, { bytes: content.length, transferBytes: same ? known.transferBytes : gzipBytes, sha256: createHash('sha256').update(content).digest('hex') }];
  });
  await expect(`${JSON.stringify(Object.fromEntries(described), null, 2)}\n`).toMatchFileSnapshot('./onnxruntime.json');
});
