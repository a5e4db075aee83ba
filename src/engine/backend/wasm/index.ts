/**
 * The backend on wasm SIMD, for a browser's worker or Node: it gives addresses in the module's memory to the operations of
 * assembly/. One thread. Where wasm SIMD is missing (before Safari 16.4, Chrome 91, Firefox 89) it says so.
 */
import engine from '@site/.generated/wasm/engine.json';
import { checkSlice, checkWrite } from '../checks';
import type { Backend, FloatBuffer, TokenBuffer } from '../types';
import { createHeap } from './memory';

/** What assembly/index.ts exports; addresses are in bytes, booleans numbers. */
interface Exports {
  memory: WebAssembly.Memory;
  heapBase(): number;
  scratchBytes(tokenCount: number): number;
  matmul(a: number, b: number, out: number, m: number, n: number, k: number, transposeA: number, transposeB: number, accumulate: number, scratch: number): void;
  zero(out: number, length: number): void;
  add(x: number, out: number, length: number): void;
  rmsNorm(x: number, gain: number, out: number, rows: number, width: number, epsilon: number): void;
  rmsNormBackward(x: number, gain: number, dOut: number, dX: number, dGain: number, rows: number, width: number, epsilon: number): void;
  rope(x: number, cosines: number, sines: number, rows: number, tokenCount: number, headCount: number, headSize: number, sign: number): void;
  attention(q: number, k: number, v: number, out: number, batchSize: number, tokenCount: number, headCount: number, kvHeadCount: number, headSize: number, scratch: number): void;
  attentionBackward(q: number, k: number, v: number, dOut: number, dQ: number, dK: number, dV: number, batchSize: number, tokenCount: number, headCount: number, kvHeadCount: number, headSize: number, scratch: number): void;
  swiglu(gate: number, up: number, out: number, length: number): void;
  swigluBackward(gate: number, up: number, dOut: number, dGate: number, dUp: number, length: number): void;
  embed(table: number, tokens: number, out: number, rows: number, width: number): void;
  embedBackward(dOut: number, tokens: number, dTable: number, rows: number, width: number): void;
  crossEntropy(logits: number, targets: number, losses: number, rows: number, vocabularySize: number): void;
  sumOfSquares(x: number, out: number, length: number): void;
  adamW(weights: number, gradient: number, firstMoment: number, secondMoment: number, squaredNorm: number, length: number, clipNorm: number, rate: number, secondScale: number, keep: number, beta1: number, beta2: number, epsilon: number): void;
}

class Part {
  constructor(
    readonly owner: object,
    readonly address: number,
    readonly length: number,
  ) {}
}
class Floats extends Part implements FloatBuffer {
  readonly kind = 'float32';
}
class Tokens extends Part implements TokenBuffer {
  readonly kind = 'token';
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The module, compiled once in this realm. */
function compile(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(engine.base64), (character) => character.charCodeAt(0))).catch((error: unknown) => {
    throw new Error('this browser has no wasm SIMD; the TypeScript backend works here too', { cause: error });
  });
  return compiled;
}

/** Rejects where there is no wasm SIMD. */
export async function createWasmBackend(): Promise<Backend> {
  const instance = await WebAssembly.instantiate(await compile(), {});
  const wasm = instance.exports as unknown as Exports;
  const heap = createHeap(wasm.memory, wasm.heapBase());

  const at = (buffer: FloatBuffer | TokenBuffer): number => {
    if (!(buffer instanceof Part) || buffer.owner !== wasm) throw new Error('this buffer belongs to another backend');
    return buffer.address;
  };
  // Views are made anew: the old ones are dead once memory has grown.
  const floats = (buffer: FloatBuffer) => new Float32Array(wasm.memory.buffer, at(buffer), buffer.length);
  const ids = (buffer: TokenBuffer) => new Uint32Array(wasm.memory.buffer, at(buffer), buffer.length);

  let scratch = { address: 0, bytes: 0 };
  const scratchFor = (tokenCount: number): number => {
    const bytes = wasm.scratchBytes(tokenCount);
    if (bytes > scratch.bytes) {
      if (scratch.bytes > 0) heap.free(scratch.address);
      scratch = { address: 0, bytes: 0 };
      scratch = { address: heap.alloc(bytes), bytes };
    }
    return scratch.address;
  };

  /** Cosines [T, D/2] and sines of every position, by the three numbers that make them. */
  const angles = new Map<string, { cosines: number; sines: number }>();
  const anglesFor = (tokenCount: number, headSize: number, theta: number) => {
    const key = [tokenCount, headSize, theta].join();
    const known = angles.get(key);
    if (known) return known;
    const half = headSize / 2;
    const table = (turn: (angle: number) => number) => {
      const address = heap.alloc(4 * tokenCount * half);
      new Float32Array(wasm.memory.buffer, address, tokenCount * half).forEach((_, i, all) => (all[i] = turn(Math.floor(i / half) * theta ** (-(i % half) / half))));
      return address;
    };
    const made = { cosines: table(Math.cos), sines: table(Math.sin) };
    angles.set(key, made);
    return made;
  };

  return {
    name: 'wasm SIMD',
    alloc: (length) => new Floats(wasm, heap.alloc(4 * length), length),
    allocTokens: (length) => new Tokens(wasm, heap.alloc(4 * length), length),
    slice(buffer, start, length) {
      checkSlice(buffer, start, length);
      return new Floats(wasm, at(buffer) + 4 * start, length);
    },
    write(buffer, values) {
      checkWrite(buffer, values);
      floats(buffer).set(values);
    },
    writeTokens(buffer, values) {
      checkWrite(buffer, values);
      ids(buffer).set(values);
    },
    read: async (buffer) => floats(buffer).slice(),
    readTokens: async (buffer) => ids(buffer).slice(),
    free: (buffer) => heap.free(at(buffer)),
    // The realm's collector takes the whole memory.
    dispose: () => {},

    matmul: ({ a, b, out, m, n, k, transposeA = false, transposeB = false, accumulate = false }) =>
      wasm.matmul(at(a), at(b), at(out), m, n, k, Number(transposeA), Number(transposeB), Number(accumulate), scratchFor(0)),
    zero: ({ out }) => wasm.zero(at(out), out.length),
    add: ({ x, out }) => wasm.add(at(x), at(out), out.length),
    rmsNorm: ({ x, gain, out, epsilon }) => wasm.rmsNorm(at(x), at(gain), at(out), x.length / gain.length, gain.length, epsilon),
    rmsNormBackward: ({ x, gain, dOut, dX, dGain, epsilon }) => wasm.rmsNormBackward(at(x), at(gain), at(dOut), at(dX), at(dGain), x.length / gain.length, gain.length, epsilon),
    rope({ x, tokenCount, headCount, headSize, theta, inverse = false }) {
      const { cosines, sines } = anglesFor(tokenCount, headSize, theta);
      wasm.rope(at(x), cosines, sines, x.length / (headCount * headSize), tokenCount, headCount, headSize, inverse ? -1 : 1);
    },
    attention: ({ q, k, v, out, batchSize, tokenCount, headCount, kvHeadCount, headSize }) =>
      wasm.attention(at(q), at(k), at(v), at(out), batchSize, tokenCount, headCount, kvHeadCount, headSize, scratchFor(tokenCount)),
    attentionBackward: ({ q, k, v, dOut, dQ, dK, dV, batchSize, tokenCount, headCount, kvHeadCount, headSize }) =>
      wasm.attentionBackward(at(q), at(k), at(v), at(dOut), at(dQ), at(dK), at(dV), batchSize, tokenCount, headCount, kvHeadCount, headSize, scratchFor(tokenCount)),
    swiglu: ({ gate, up, out }) => wasm.swiglu(at(gate), at(up), at(out), out.length),
    swigluBackward: ({ gate, up, dOut, dGate, dUp }) => wasm.swigluBackward(at(gate), at(up), at(dOut), at(dGate), at(dUp), dOut.length),
    embed: ({ table, tokens, out, width }) => wasm.embed(at(table), at(tokens), at(out), tokens.length, width),
    embedBackward: ({ dOut, tokens, dTable, width }) => wasm.embedBackward(at(dOut), at(tokens), at(dTable), tokens.length, width),
    crossEntropy: ({ logits, targets, losses, vocabularySize }) => wasm.crossEntropy(at(logits), at(targets), at(losses), targets.length, vocabularySize),
    sumOfSquares: ({ x, out }) => wasm.sumOfSquares(at(x), at(out), x.length),
    adamW: ({ weights, gradient, firstMoment, secondMoment, squaredNorm, clipNorm, learningRate, beta1, beta2, epsilon, weightDecay, step }) =>
      wasm.adamW(
        at(weights), at(gradient), at(firstMoment), at(secondMoment), at(squaredNorm), weights.length,
        clipNorm, learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step), 1 - learningRate * weightDecay, beta1, beta2, epsilon,
      ),
  };
}
