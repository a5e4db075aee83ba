import { measure } from './measure';
import { defaults, type MeasuredLoad } from './model';

export const computeStill = (): Promise<MeasuredLoad> => Promise.resolve(measure(defaults));
