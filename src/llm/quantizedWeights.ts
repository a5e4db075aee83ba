/**
 * For tests: the weights of a q8 or q4 graph of ours, dequantized by the rule that the model cards state. Reads the
 * initializers of the ONNX file (protocol buffers, https://onnx.ai/onnx/repo-docs/IR.html) and none of its nodes.
 */
import { decodeFloat16, type NamedTensor } from '../engine/llama';

/** Neighbours along the input that share a scale. */
const BLOCK = 32;

// Field numbers of onnx.proto3.
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { dims: 1, name: 8, rawData: 9 } as const;

interface Field {
  number: number;
  /** A varint's value; 0 for bytes. */
  value: number;
  bytes: Uint8Array;
}

/** Seven bits a byte, the lowest first, until one below 128. */
function readVarint(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return [value, at];
  }
}

function varintsOf(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0, value = 0; at < bytes.length; values.push(value)) [value, at] = readVarint(bytes, at);
  return values;
}

/** The fields of one message; wire types are 0 varint, 1 and 5 fixed, 2 bytes. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  for (let at = 0, key = 0, value = 0, length = 0; at < message.length; at += length) {
    [key, at] = readVarint(message, at);
    const wireType = key & 7;
    value = length = 0;
    if (wireType === 0) [value, at] = readVarint(message, at);
    else if (wireType === 2) [length, at] = readVarint(message, at);
    else length = wireType === 1 ? 8 : 4;
    yield { number: key >>> 3, value, bytes: message.subarray(at, at + length) };
  }
}

interface Initializer {
  shape: number[];
  bytes: Uint8Array;
}

function initializersOf(onnx: Uint8Array): Map<string, Initializer> {
  const found = new Map<string, Initializer>();
  const graph = [...fieldsOf(onnx)].find(({ number }) => number === MODEL_GRAPH)!.bytes;
  for (const field of fieldsOf(graph)) {
    if (field.number !== GRAPH_INITIALIZER) continue;
    let name = '';
    const initializer: Initializer = { shape: [], bytes: new Uint8Array() };
    for (const { number, value, bytes } of fieldsOf(field.bytes)) {
      // A list of numbers is one field of many varints, or (older writers) a field each.
      if (number === TENSOR.dims) initializer.shape.push(...(bytes.length > 0 ? varintsOf(bytes) : [value]));
      if (number === TENSOR.name) name = new TextDecoder().decode(bytes);
      if (number === TENSOR.rawData) initializer.bytes = bytes;
    }
    found.set(name, initializer);
  }
  return found;
}

const halves = (bytes: Uint8Array) => Float32Array.from({ length: bytes.length / 2 }, (_, i) => decodeFloat16(bytes[2 * i]! | (bytes[2 * i + 1]! << 8)));

/** `[N, K]` of unsigned codes (4 bits: the earlier one in a byte's low half) and `[N, K / 32]` scales. */
function dequantized(codes: Initializer, scales: Initializer): NamedTensor {
  const [rows, blocks] = scales.shape as [number, number];
  const columns = blocks * BLOCK;
  const bits = codes.bytes.length === rows * columns ? 8 : 4;
  const scale = halves(scales.bytes);
  const code = (i: number) => (bits === 8 ? codes.bytes[i]! : (codes.bytes[i >> 1]! >> (4 * (i & 1))) & 15);
  const data = Float32Array.from({ length: rows * columns }, (_, i) => (code(i) - 2 ** (bits - 1)) * scale[Math.floor(i / BLOCK)]!);
  return { shape: [rows, columns], data };
}

/** By Hugging Face's name: matrices from `<name>.codes` and `<name>.scales`, gains from their halves. */
export function readQuantizedWeights(onnx: Uint8Array): Map<string, NamedTensor> {
  const initializers = initializersOf(onnx);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, initializer] of initializers) {
    const matrix = name.replace(/\.codes$/, '');
    if (matrix !== name) tensors.set(matrix, dequantized(initializer, initializers.get(`${matrix}.scales`)!));
    else if (name.endsWith('norm.weight')) tensors.set(name, { shape: initializer.shape, data: halves(initializer.bytes) });
  }
  return tensors;
}
