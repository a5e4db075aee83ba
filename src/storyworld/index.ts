/** StoryWorld: short texts about a small, consistent world, from a seed, each with its exact probability. See `documents.ts` and `story.ts`. */
export { createChooser, logProbabilityNats, type Choice, type Chooser } from './chooser';
export { checkDocument, isDerivable, type Finding, type Report } from './checker';
export { derivations, derivationsOf, textLogProbabilityNats, type Derivation, type Program } from './derivations';
export { DOCUMENT_KINDS, generateDocument, generateStory, questionsAbout, tellDocument, type Document, type DocumentKind, type QuestionAndAnswer, type Story } from './documents';
export { FACTS, knownFact, RELATIONS, type KnownFact } from './knowledge';
export { fulfils, generateInstruction, tellRequested, type Instruction, type Request } from './instructions';
export { ANNOTATOR_TEMPERATURE, generatePreferencePair, preferenceProbability, score, type PreferencePair } from './preferences';
export { heldOutQuestions, passages, questionWithNote, type HeldOutQuestion, type Passage } from './retrieval';
export { GRAMMAR, tellStory, type Grammar, type ToldStory } from './story';
export { applyFact, holderOf, spotOf, type Fact, type Item, type Location, type Person, type Relation, type WorldState } from './state';
export { WORLD, type World } from './world';
