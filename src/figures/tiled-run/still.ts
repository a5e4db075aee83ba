// The figure before its worker has run: the default kernel on the microscope, at build time.

import { defaults, type Seen } from './model';
import { runTiled } from './run';

export function computeStill(): Promise<Seen> {
  return Promise.resolve(runTiled(defaults));
}
