// A small model of SIMT machines: counts of what a warp, a workgroup and a core do, from first principles.
// Not here: a cycle-accurate GPU, caches, or the execution of WGSL (the kernel microscope does that).

export * from './banks';
export * from './coalescing';
export * from './divergence';
export * from './energy';
export * from './kernel-bound';
export * from './latency';
export * from './meter';
export * from './occupancy';
export * from './reduction';
export * from './roofline';
export * from './systolic';
export * from './warp';
