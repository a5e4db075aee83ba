import { runOnce } from '@site/src/gpu/microscope/once';
import { measure } from './measure';
import { defaults, type MeasuredLoad } from './model';

export const computeStill = (): Promise<MeasuredLoad> => Promise.resolve(measure(defaults, runOnce));
