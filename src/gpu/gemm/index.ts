/** Models of a matrix product on a machine: traffic of tiles, epilogues, matrix units. */
export * from './epilogue';
export * from './matrix-unit';
export * from './traffic';
