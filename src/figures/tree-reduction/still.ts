import { measure } from './measure';
import { defaults, orderOf, type MeasuredTree } from './model';

export const computeStill = (): Promise<MeasuredTree> => Promise.resolve(measure(orderOf(defaults.order)));
