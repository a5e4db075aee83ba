import { runOnce } from '@site/src/gpu/microscope/once';
import { measure } from './measure';
import { defaults, type MeasuredRead } from './model';

export const computeStill = (): Promise<MeasuredRead> => Promise.resolve(measure(defaults, runOnce));
