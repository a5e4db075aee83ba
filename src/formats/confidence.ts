// How sure a voter is: asked beside a vote, never required.

export const confidences = ['guess', 'fairly-sure', 'sure'] as const;
export type Confidence = (typeof confidences)[number];

export const confidenceWords: Record<Confidence, string> = { guess: 'A guess', 'fairly-sure': 'Fairly sure', sure: 'Sure' };
