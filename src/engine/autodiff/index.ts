// Automatic differentiation: scalars (Value), dual numbers, and tensors (Variable).

export { topologicalOrder } from './graph';
export * as scalar from './value';
export { Value, type ReverseStep } from './value';
export * as scalarOps from './scalarOps';
export { applyDual, dual, jvp, type Dual } from './dual';
export { backward, constant, parameter, storedActivationBytes, Variable } from './variable';
export * as ops from './variableOps';
export { operationOf, randomProgram, runProgram, type OperationName, type Program, type Step } from './program';
