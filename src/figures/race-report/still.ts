import { runOnce } from '@site/src/gpu/microscope/once';
import { measure } from './measure';
import { defaults, raceState, type RaceReport } from './model';

export const computeStill = (): Promise<RaceReport> => Promise.resolve(measure(raceState(defaults), runOnce));
