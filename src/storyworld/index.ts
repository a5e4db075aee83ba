/** StoryWorld: short stories about a small, consistent world, from a seed. See `story.ts`. */
export { createChooser, type Choice, type Chooser } from './chooser';
export { generateStory, type Story } from './story';
export { applyFact, holderOf, spotOf, type Fact, type Item, type Location, type Person, type WorldState } from './state';
export { CHARACTERS, COLOURS, PLACES, SIZES, THINGS, TIMES, TRAITS, WEATHERS } from './world';
