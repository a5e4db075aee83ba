// Messages of a class server for tests of a phone.

import type { Me, ShownQuestion, Snapshot } from '@site/src/formats/class';

export const question = (number: number): ShownQuestion => ({ id: `q${number}`, number, stemHtml: '', options: ['a', 'b', 'c'].map((id) => ({ id, html: id })) });

export const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  schemaVersion: 1,
  seq: 1,
  code: 'ABC234',
  title: 'Attention',
  phase: 'voting',
  round: 1,
  remainingMs: null,
  question: question(1),
  askConfidence: false,
  reveal: null,
  ...changes,
});

export const me = (votes: Me['votes'] = {}, shown: string | null = 'q1'): Me => ({ name: 'Quiet Heron', question: shown, votes });
