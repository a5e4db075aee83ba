// After the build: every page asks for the text face and the label face at once, before the style sheet has named them.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const faces = ['source-serif-4-latin-wght-normal', 'source-sans-3-latin-wght-normal'];

/** Link tags for the fonts that the bundler has put under assets/fonts. Throws when one is not there. */
export function fontPreloads(outDir: string, baseUrl: string): string {
  const files = readdirSync(join(outDir, 'assets', 'fonts'));
  return faces
    .map((face) => {
      const file = files.find((f) => f.startsWith(face));
      if (!file) throw new Error(`assets/fonts: no file of ${face}; src/css/fonts.css names the faces`);
      return `<link rel="preload" as="font" type="font/woff2" crossorigin href="${baseUrl}assets/fonts/${file}">`;
    })
    .join('');
}
