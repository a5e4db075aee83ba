// What is done number by number: addition, SwiGLU, rotary positions, AdamW.

import type { AdamWArguments, AddArguments, RopeArguments, SwigluArguments, SwigluBackwardArguments } from '../../../engine/backend';
import { defineKernel, gridFor, type Kernel, type PlanStep } from '../plan';

const GROUP = 256;

/** `body` is done for each `i` below `count`, an expression; a grid that is too small for all goes on where it ends. */
const forEach = (count: string, body: string): string => `
@compute @workgroup_size(${GROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < ${count}; i += groups.x * ${GROUP}u) {${body}
  }
}`;

const step = <F>(kernel: Kernel, count: number, buffers: PlanStep<F>['buffers'], constants: Record<string, number> = {}): PlanStep<F>[] => [
  { kernel, constants, buffers, workgroups: gridFor(count, GROUP) },
];

const addKernel = defineKernel({
  reads: { x: 'f32' },
  writes: { sum: 'f32' },
  text: forEach('arrayLength(&sum)', `
    sum[i] += x[i];`),
});

export const add = <F extends { length: number }>({ x, out }: AddArguments<F>) => step<F>(addKernel, out.length, { x, sum: out });

const zeroKernel = defineKernel({
  reads: {},
  writes: { x: 'f32' },
  text: forEach('arrayLength(&x)', `
    x[i] = 0.0;`),
});

export const zero = <F extends { length: number }>({ out }: { out: F }) => step<F>(zeroKernel, out.length, { x: out });

const swigluKernel = defineKernel({
  reads: { gate: 'f32', up: 'f32' },
  writes: { y: 'f32' },
  text: forEach('arrayLength(&y)', `
    y[i] = gate[i] / (1.0 + exp(-gate[i])) * up[i];`),
});

export const swiglu = <F extends { length: number }>({ gate, up, out }: SwigluArguments<F>) => step<F>(swigluKernel, out.length, { gate, up, y: out });

const swigluBackwardKernel = defineKernel({
  reads: { gate: 'f32', up: 'f32', dOut: 'f32' },
  writes: { dGate: 'f32', dUp: 'f32' },
  text: forEach('arrayLength(&dGate)', `
    let sigmoid = 1.0 / (1.0 + exp(-gate[i]));
    dUp[i] = dOut[i] * gate[i] * sigmoid;
    dGate[i] = dOut[i] * up[i] * sigmoid * (1.0 + gate[i] * (1.0 - sigmoid));`),
});

export const swigluBackward = <F extends { length: number }>({ gate, up, dOut, dGate, dUp }: SwigluBackwardArguments<F>) =>
  step<F>(swigluBackwardKernel, dGate.length, { gate, up, dOut, dGate, dUp });

// The angles come in a table [T, D/2]: a GPU's own cosine is off by 1e-3 at angles of some hundred radians.
const ropeKernel = defineKernel({
  reads: { turns: 'f32' },
  writes: { x: 'f32' },
  text: `
override tokenCount: u32;
override headCount: u32;
override headSize: u32;
override direction: f32;
${forEach('arrayLength(&x) / 2u', `
    let half = headSize / 2u;
    let pair = i % half;
    let vector = i / half;
    let turn = 2u * (vector / headCount % tokenCount * half + pair);
    let cosine = turns[turn];
    let sine = direction * turns[turn + 1u];
    let at = vector * headSize + pair;
    let first = x[at];
    let second = x[at + half];
    x[at] = first * cosine - second * sine;
    x[at + half] = second * cosine + first * sine;`)}`,
});

const turnTables = new Map<string, Float32Array>();

/** Cosine and sine of each token's and each pair's angle, [T, D/2, 2]. */
function turnsOf(tokenCount: number, headSize: number, theta: number): Float32Array {
  const key = `${tokenCount} ${headSize} ${theta}`;
  let table = turnTables.get(key);
  if (!table) {
    const half = headSize / 2;
    table = Float32Array.from({ length: 2 * tokenCount * half }, (_, i) => {
      const angle = Math.floor(i / headSize) * theta ** (-(Math.floor(i / 2) % half) / half);
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    });
    turnTables.set(key, table);
  }
  return table;
}

export const rope = <F extends { length: number }>({ x, tokenCount, headCount, headSize, theta, inverse = false }: RopeArguments<F>) =>
  step<F>(ropeKernel, x.length / 2, { turns: turnsOf(tokenCount, headSize, theta), x }, { tokenCount, headCount, headSize, direction: inverse ? -1 : 1 });

// Rates change from step to step; they come in a buffer, so that one compiled kernel does for all.
const adamWKernel = defineKernel({
  reads: { rates: 'f32', gradient: 'f32', squaredNorm: 'f32' },
  writes: { weights: 'f32', firstMoment: 'f32', secondMoment: 'f32' },
  text: `
override beta1: f32;
override beta2: f32;
override epsilon: f32;
override clipNorm: f32;
${forEach('arrayLength(&weights)', `
    let keep = rates[0];
    let stepSize = rates[1];
    let secondCorrection = rates[2];
    let g = gradient[i] * min(1.0, clipNorm / (sqrt(squaredNorm[0]) + 1e-6));
    let first = beta1 * firstMoment[i] + (1.0 - beta1) * g;
    let second = beta2 * secondMoment[i] + (1.0 - beta2) * g * g;
    firstMoment[i] = first;
    secondMoment[i] = second;
    weights[i] = keep * weights[i] - stepSize * first / (sqrt(second * secondCorrection) + epsilon);`)}`,
});

export function adamW<F extends { length: number }>(args: AdamWArguments<F>): PlanStep<F>[] {
  const { weights, gradient, firstMoment, secondMoment, squaredNorm, clipNorm, learningRate, beta1, beta2, epsilon, weightDecay, step: count } = args;
  const rates = Float32Array.of(1 - learningRate * weightDecay, learningRate / (1 - beta1 ** count), 1 / (1 - beta2 ** count));
  return step<F>(adamWKernel, weights.length, { rates, gradient, squaredNorm, weights, firstMoment, secondMoment }, { beta1, beta2, epsilon, clipNorm });
}
