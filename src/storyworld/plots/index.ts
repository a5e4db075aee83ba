/** What can happen in StoryWorld: a plot decides and tells; it can not contradict the world, since every fact goes through the teller. */
import { errand, mend, need } from './help';
import { hide, lose, rescue } from './lost';
import { gift, race, wish } from './wishes';

export { afterwards, castOne, chance, type Cast, type Outcome, type Plot } from './common';
export const PLOTS = { lose, wish, need, hide, errand, mend, rescue, gift, race } as const;
export type PlotName = keyof typeof PLOTS;
