/** Checks whether a text is one of StoryWorld's. See `check.ts`. */
export { checkDocument, isDerivable, type Report } from './check';
export { type Finding } from './readStory';
