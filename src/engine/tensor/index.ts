export * from './tensor';
export { measureFlops } from './meter';
