// Two image classifiers as lists of operations with their shapes, and what each operation does and moves. Inference alone.
// Not here: weights, or running them.

import { convElements, gemmFlops, gemmOf, outputSize, type ConvShape } from './convolution';

export type OperationKind = 'convolution' | 'linear' | 'batch norm' | 'activation' | 'addition' | 'pooling';

export interface Operation {
  name: string;
  kind: OperationKind;
  /** Multiplications, additions and comparisons. */
  flops: number;
  /** Elements, each tensor once. */
  read: number;
  written: number;
  parameters: number;
}

/** A picture's tensor between operations, and the operations so far. */
interface State {
  channels: number;
  side: number;
  operations: Operation[];
}

class Builder {
  readonly #batch: number;
  state: State;

  constructor(batch: number, channels: number, side: number) {
    this.#batch = batch;
    this.state = { channels, side, operations: [] };
  }

  get elements(): number {
    return this.#batch * this.state.channels * this.state.side ** 2;
  }

  #add(operation: Operation): void {
    this.state.operations.push(operation);
  }

  /** `from`: side and channels of another tensor that is convolved (a shortcut); the state becomes its output all the same. */
  convolution(name: string, outChannels: number, kernel: number, stride: number, padding: number, { bias = false, from }: { bias?: boolean; from?: { channels: number; side: number } } = {}): void {
    const { channels, side } = from ?? this.state;
    const shape: ConvShape = { batch: this.#batch, inChannels: channels, height: side, width: side, outChannels, kernelHeight: kernel, kernelWidth: kernel, stride, padding };
    const { input, weights, output } = convElements(shape);
    const biases = bias ? outChannels : 0;
    this.#add({ name, kind: 'convolution', flops: gemmFlops(gemmOf(shape)) + (bias ? output : 0), read: input + weights + biases, written: output, parameters: weights + biases });
    this.state = { ...this.state, channels: outChannels, side: outputSize(shape).height };
  }

  /** At inference a scale and a shift for each channel: a multiplication and an addition. */
  batchNorm(name: string): void {
    this.#add({ name, kind: 'batch norm', flops: 2 * this.elements, read: this.elements + 2 * this.state.channels, written: this.elements, parameters: 2 * this.state.channels });
  }

  /** One operation for each element: exact for ReLU, a token for tanh. */
  activation(name: string): void {
    this.#add({ name, kind: 'activation', flops: this.elements, read: this.elements, written: this.elements, parameters: 0 });
  }

  addition(name: string): void {
    this.#add({ name, kind: 'addition', flops: this.elements, read: 2 * this.elements, written: this.elements, parameters: 0 });
  }

  pooling(name: string, kernel: number, stride: number, padding: number): void {
    const before = this.elements;
    const side = Math.floor((this.state.side + 2 * padding - kernel) / stride) + 1;
    this.state = { ...this.state, side };
    this.#add({ name, kind: 'pooling', flops: kernel ** 2 * this.elements, read: before, written: this.elements, parameters: 0 });
  }

  linear(name: string, outFeatures: number): void {
    const inFeatures = this.state.channels * this.state.side ** 2;
    const parameters = inFeatures * outFeatures + outFeatures;
    this.state = { ...this.state, channels: outFeatures, side: 1 };
    this.#add({
      name,
      kind: 'linear',
      flops: 2 * this.#batch * inFeatures * outFeatures + this.elements,
      read: this.#batch * inFeatures + parameters,
      written: this.elements,
      parameters,
    });
  }
}

/** ResNet-18 (He et al. 2016) as in torchvision: batch norm after each convolution, no bias but in the last layer. */
export function resnet18(batch: number, side = 224): Operation[] {
  const b = new Builder(batch, 3, side);
  const normed = (name: string, ...shape: [outChannels: number, kernel: number, stride: number, padding: number]) => {
    b.convolution(name, ...shape);
    b.batchNorm(`${name} norm`);
  };
  normed('conv1', 64, 7, 2, 3);
  b.activation('conv1 relu');
  b.pooling('max pool', 3, 2, 1);
  [64, 128, 256, 512].forEach((channels, stage) => {
    for (const block of [1, 2]) {
      const name = `layer${stage + 1}.${block}`;
      const before = { channels: b.state.channels, side: b.state.side };
      const stride = stage > 0 && block === 1 ? 2 : 1;
      normed(`${name} conv1`, channels, 3, stride, 1);
      b.activation(`${name} relu1`);
      normed(`${name} conv2`, channels, 3, 1, 1);
      if (before.channels !== channels) {
        b.convolution(`${name} shortcut`, channels, 1, stride, 0, { from: before });
        b.batchNorm(`${name} shortcut norm`);
      }
      b.addition(`${name} add`);
      b.activation(`${name} relu2`);
    }
  });
  b.pooling('average pool', b.state.side, 1, 0);
  b.linear('classifier', 1000);
  return b.state.operations;
}

/** LeNet-5 (LeCun et al. 1998) in the common modern form: 28 × 28 digits with two zeros on each side, all channels connected, plain pooling. */
export function lenet5(batch: number): Operation[] {
  const b = new Builder(batch, 1, 28);
  b.convolution('conv1', 6, 5, 1, 2, { bias: true });
  b.activation('conv1 tanh');
  b.pooling('pool1', 2, 2, 0);
  b.convolution('conv2', 16, 5, 1, 0, { bias: true });
  b.activation('conv2 tanh');
  b.pooling('pool2', 2, 2, 0);
  for (const [name, features] of [['fc1', 120], ['fc2', 84]] as const) {
    b.linear(name, features);
    b.activation(`${name} tanh`);
  }
  b.linear('classifier', 10);
  return b.state.operations;
}

export const networks = { resnet18: (batch: number) => resnet18(batch), lenet5 } as const;

export const operationKinds: readonly OperationKind[] = ['convolution', 'linear', 'batch norm', 'activation', 'addition', 'pooling'];

export interface MixItem {
  kind: OperationKind;
  operations: number;
  flops: number;
  bytes: number;
  parameters: number;
  /** By the roofline, each operation by itself. */
  seconds: number;
}

export interface Machine {
  /** Of convolutions and linear layers. */
  matrixFlopPerS: number;
  /** Of everything else. */
  laneFlopPerS: number;
  memoryBytesPerS: number;
}

const isProduct = (kind: OperationKind) => kind === 'convolution' || kind === 'linear';

/** Roofline seconds of one operation, its tensors each moved once. */
export function operationSeconds(operation: Operation, bytesPerElement: number, machine: Machine): number {
  const peak = isProduct(operation.kind) ? machine.matrixFlopPerS : machine.laneFlopPerS;
  return Math.max(operation.flops / peak, ((operation.read + operation.written) * bytesPerElement) / machine.memoryBytesPerS);
}

/** What each kind of operation does, moves and takes, every operation a pass of its own. */
export function operationMix(operations: readonly Operation[], bytesPerElement: number, machine: Machine): MixItem[] {
  const sum = (list: readonly Operation[], value: (o: Operation) => number) => list.reduce((total, o) => total + value(o), 0);
  return operationKinds.map((kind) => {
    const own = operations.filter((o) => o.kind === kind);
    return {
      kind,
      operations: own.length,
      flops: sum(own, (o) => o.flops),
      bytes: sum(own, (o) => (o.read + o.written) * bytesPerElement),
      parameters: sum(own, (o) => o.parameters),
      seconds: sum(own, (o) => operationSeconds(o, bytesPerElement, machine)),
    };
  });
}

/** Elementwise operations ride along in the epilogue of the product before them: batch norm folded into its weights, activation and addition applied before the store. */
export function fuseEpilogues(operations: readonly Operation[]): Operation[] {
  const fused: Operation[] = [];
  for (const operation of operations) {
    const before = fused.at(-1);
    const rides = before && isProduct(before.kind) && (operation.kind === 'batch norm' || operation.kind === 'activation' || operation.kind === 'addition');
    if (!rides) {
      fused.push(operation);
      continue;
    }
    // The other operand of an addition is still read; nothing else moves.
    const extraRead = operation.kind === 'addition' ? operation.read / 2 : 0;
    fused[fused.length - 1] = { ...before, flops: before.flops + (operation.kind === 'batch norm' ? 0 : operation.flops), read: before.read + extraRead, parameters: before.parameters + operation.parameters };
  }
  return fused;
}
