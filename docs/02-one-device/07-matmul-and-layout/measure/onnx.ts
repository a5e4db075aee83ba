// A model of one node, written by hand: ONNX is a protocol buffer, and one MatMul needs a dozen of its fields. No other operator here.

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
const field = (number: number, bytes: readonly number[]) => [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
const integer = (number: number, value: number) => [...varint(number << 3), ...varint(value)];
const text = (number: number, value: string) => field(number, [...new TextEncoder().encode(value)]);

const FLOAT = 1;
const tensorInfo = (name: string, shape: readonly number[]) => {
  const dimensions = shape.flatMap((size) => field(1, integer(1, size)));
  const tensorType = [...integer(1, FLOAT), ...field(2, dimensions)];
  return [...text(1, name), ...field(2, field(1, tensorType))];
};

/** result = a × b for a [m, k] and b [k, n] in fp32, ONNX IR version 8, opset 13. */
export function matmulModel(m: number, k: number, n: number): Uint8Array {
  const node = [...text(1, 'a'), ...text(1, 'b'), ...text(2, 'result'), ...text(4, 'MatMul')];
  const graph = [...field(1, node), ...text(2, 'matmul'), ...field(11, tensorInfo('a', [m, k])), ...field(11, tensorInfo('b', [k, n])), ...field(12, tensorInfo('result', [m, n]))];
  return Uint8Array.from([...integer(1, 8), ...field(7, graph), ...field(8, [...text(1, ''), ...integer(2, 13)])]);
}
