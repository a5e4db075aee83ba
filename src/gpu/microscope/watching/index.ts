// The watch side of the kernel microscope: what calls of generated code (../watch.ts) add up to.

export { FindingList } from './finding-list';
export { Watcher, type Watched } from './watcher';
