import { describe, expect, it } from 'vitest';
import { readBookPassages } from '@site/src/engine/retrieval';
import { cutChapter, cutPassages } from './sections';
import { textToEmbed } from './vectors';

const shown = { claims: { speed: { text: '12', unit: 'm/s' } }, figures: { kite: 'A kite. It flies.' } };

describe('a chapter cut for search', () => {
  const mdx = `Opening with <Term id="kite">a kite</Term> at <Claim id="speed" /> <Cite id="x" />.

<Objectives />

## How far?

A distance $d = 3$, or $\\frac{a}{b}$, and \`code\`.

$$
x = 1
$$

<Figure id="kite" />

### Nearer

- one
- two

<Predict question="What then?">
It falls.
</Predict>

## How far?

\`\`\`ts
const hidden = 1;
\`\`\`

<ClassPlan>
For the instructor.
</ClassPlan>
`;
  const sections = cutChapter(mdx, 'Kites', '/part/kites/', shown);

  it('has its headings as sections, with the anchors of the page and the titles above', () => {
    expect(sections.map(({ url, path }) => [url, path.join(' > ')])).toEqual([
      ['/part/kites/', 'Kites'],
      ['/part/kites/#how-far', 'Kites > How far?'],
      ['/part/kites/#nearer', 'Kites > How far? > Nearer'],
      ['/part/kites/#how-far-1', 'Kites > How far?'],
    ]);
  });

  it('has the words that a reader sees, and no code, formula, source or class plan', () => {
    expect(sections.map(({ passages }) => passages)).toEqual([
      ['Opening with a kite at 12 m/s.'],
      ['A distance d = 3, or …, and code. A kite. It flies.'],
      ['one two What then? It falls.'],
      [],
    ]);
  });
});

describe('passages', () => {
  const words = (count: number) => `${'word '.repeat(count - 1)}end.`;
  it('are filled from neighbours, and long paragraphs are cut between sentences', () => {
    expect(cutPassages([words(50), words(50), words(50)]).map((p) => p.split(' ').length)).toEqual([100, 50]);
    expect(cutPassages([Array.from({ length: 10 }, () => words(30)).join(' ')]).map((p) => p.split(' ').length)).toEqual([120, 120, 60]);
    expect(cutPassages([words(115), 'A short end.'])).toHaveLength(1);
    expect(cutPassages(['', '  '])).toEqual([]);
  });

  it('are embedded with the titles above them', () => {
    expect(textToEmbed(['Kites', 'How far?'], 'Far.')).toBe('Kites. How far?. Far.');
  });
});

it('refuses a file of another shape', () => {
  expect(() => readBookPassages({})).toThrow('schemaVersion');
});
