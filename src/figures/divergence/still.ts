import { runOnce } from '@site/src/gpu/microscope/once';
import { measure } from './measure';
import { defaults, type MeasuredBranch } from './model';

export const computeStill = (): Promise<MeasuredBranch> => Promise.resolve(measure(defaults, runOnce));
