// Rules of a live class: what votes say, what to do next, who talks with whom, what it earns. Pure; the class server and the pages use it.
// Not here: storage, clocks, messages (server), the form of what is sent (src/formats/class).

export * from './advice';
export * from './csv';
export * from './discrimination';
export * from './names';
export * from './pairs';
export * from './points';
export * from './roster';
export * from './scheme';
export * from './statistics';
export * from './wilson';
