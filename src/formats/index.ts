// Types and validators of everything that the book is written in: the one truth.
// Imports nothing of ours.

export * from './book';
export * from './ids';
export * from './chapter';
export * from './claims';
export * from './figure';
export * from './lab';
export * from './quiz';
export * from './report';
export * from './yaml';
