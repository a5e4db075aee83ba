/** Buffers and operations that train a Llama, behind one interface. */
export { arrayOperations } from './array-operations';
export { checkSlice, checkWrite } from './checks';
export { withArrayOperation, withOperation } from './compose';
export { createTypeScriptBackend } from './typescript';
export * from './types';
export { createWasmBackend } from './wasm';
