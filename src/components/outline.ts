// The book's outline and glossary, as the build wrote them, with their types.

import type { Outline, ShownTerm } from '@site/src/formats';
import generatedOutline from '@site/.generated/outline.json';
import generatedTerms from '@site/.generated/glossary.json';

export const outline = generatedOutline as Outline;
export const terms: readonly ShownTerm[] = generatedTerms;
