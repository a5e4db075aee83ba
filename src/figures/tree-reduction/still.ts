import { runOnce } from '@site/src/gpu/microscope/once';
import { measure } from './measure';
import { defaults, orderOf, type MeasuredTree } from './model';

export const computeStill = (): Promise<MeasuredTree> => Promise.resolve(measure(orderOf(defaults.order), runOnce));
