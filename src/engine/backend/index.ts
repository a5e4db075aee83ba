/** Buffers and operations that train a Llama, behind one interface. */
export { withArrayOperation, withOperation } from './compose';
export * from './types';
