// The engine's backend on WebGPU: buffers stay on the device, the operations of a step are recorded and go to it together. Sums run in
// single precision, and in another order than on the CPU, so results agree with the other backends to about 1e-5 and not to the bit.

import { checkSlice, checkWrite, type Backend, type FloatBuffer, type OperationName, type Operations, type TokenBuffer } from '../../engine/backend';
import type { Gpu } from '../webgpu';
import { attention, attentionBackward } from './kernels/attention';
import { adamW, add, rope, swiglu, swigluBackward, zero } from './kernels/elementwise';
import { matmul } from './kernels/matmul';
import { rmsNorm, rmsNormBackward, sumOfSquares } from './kernels/norm';
import { crossEntropy, embed, embedBackward } from './kernels/tokens';
import type { PlanHost, PlanStep } from './plan';
import { Recorder, type DeviceBuffer } from './recorder';

export { GpuFailure } from './recorder';

type DeviceFloats = FloatBuffer & DeviceBuffer;
type DeviceTokens = TokenBuffer & DeviceBuffer & { ids: Uint32Array };

/** Each operation's plan. */
export const plans = {
  matmul,
  add,
  zero,
  rmsNorm,
  rmsNormBackward,
  rope,
  attention,
  attentionBackward,
  swiglu,
  swigluBackward,
  embed,
  embedBackward,
  crossEntropy,
  sumOfSquares,
  adamW,
} as const satisfies Record<OperationName, unknown>;

/** Takes the device over: `dispose` destroys it. */
export function createWebGpuBackend(gpu: Gpu): Backend {
  const recorder = new Recorder(gpu);
  const floats = (buffer: DeviceBuffer): DeviceFloats => ({ kind: 'float32', ...buffer });
  const host: PlanHost<DeviceFloats, DeviceTokens> = { scratch: (name, length) => floats(recorder.scratch(name, length)), idsOf: ({ ids }) => ids };
  const operation = <Name extends OperationName>(name: Name): Operations[Name] => {
    const plan = plans[name] as unknown as (args: unknown, on: typeof host) => PlanStep<DeviceBuffer>[];
    return ((args: unknown) => recorder.record(plan(args, host))) as Operations[Name];
  };
  const own = (buffer: FloatBuffer | TokenBuffer) => buffer as DeviceFloats | DeviceTokens;
  return {
    name: gpu.software ? 'WebGPU (a CPU that plays GPU)' : 'WebGPU',
    alloc: (length) => floats(recorder.alloc(length)),
    allocTokens: (length): DeviceTokens => ({ kind: 'token', ...recorder.alloc(length), ids: new Uint32Array(length) }),
    slice(buffer, start, length): DeviceFloats {
      checkSlice(buffer, start, length);
      const { buffer: whole, offset } = own(buffer);
      return floats({ buffer: whole, offset: offset + 4 * start, length });
    },
    write(buffer, values) {
      checkWrite(buffer, values);
      recorder.write(own(buffer), values);
    },
    writeTokens(buffer, ids) {
      checkWrite(buffer, ids);
      (buffer as DeviceTokens).ids.set(ids);
      recorder.write(own(buffer), ids);
    },
    read: async (buffer) => new Float32Array(await recorder.read(own(buffer))),
    readTokens: async (buffer) => (buffer as DeviceTokens).ids.slice(),
    free: (buffer) => recorder.free(own(buffer)),
    dispose: () => recorder.dispose(),
    matmul: operation('matmul'),
    add: operation('add'),
    zero: operation('zero'),
    rmsNorm: operation('rmsNorm'),
    rmsNormBackward: operation('rmsNormBackward'),
    rope: operation('rope'),
    attention: operation('attention'),
    attentionBackward: operation('attentionBackward'),
    swiglu: operation('swiglu'),
    swigluBackward: operation('swigluBackward'),
    embed: operation('embed'),
    embedBackward: operation('embedBackward'),
    crossEntropy: operation('crossEntropy'),
    sumOfSquares: operation('sumOfSquares'),
    adamW: operation('adamW'),
  };
}
