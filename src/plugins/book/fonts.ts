// The book's own faces, and when a page shows them. A first page is painted at once in local faces of like width; ours are fetched after it, so that
// they delay nothing, and kept; every later page starts with them. So no text waits invisibly for a font (as it does
// under font-display: on Lighthouse's phone that cost up to a second of first paint), and no page ever moves under its reader.

import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Face {
  family: string;
  style: 'normal' | 'italic';
  file: string;
}

/** From @fontsource-variable; Latin alone, other scripts fall back. Families as in src/css/tokens.css. */
const packages: [family: string, style: Face['style'], path: string][] = [
  ['Source Serif 4 Variable', 'normal', 'source-serif-4/files/source-serif-4-latin-wght-normal.woff2'],
  ['Source Serif 4 Variable', 'italic', 'source-serif-4/files/source-serif-4-latin-wght-italic.woff2'],
  ['Source Sans 3 Variable', 'normal', 'source-sans-3/files/source-sans-3-latin-wght-normal.woff2'],
  ['Source Code Pro Variable', 'normal', 'source-code-pro/files/source-code-pro-latin-wght-normal.woff2'],
];

/** Copies the faces to `to`, which is served as fonts/. */
export function copyFonts(root: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const [, , path] of packages) copyFileSync(join(root, 'node_modules', '@fontsource-variable', path), join(to, basename(path)));
}

/** The script of every page's head, as text. `baseUrl` ends with a slash. */
export function fontsScript(baseUrl: string): string {
  const faces = packages.map(([family, style, path]): Face => ({ family, style, file: `${baseUrl}fonts/${basename(path)}` }));
  return `(${showOrKeep.toString()})(${JSON.stringify(faces)})`;
}

/** Runs in the page as it stands. */
function showOrKeep(faces: Face[]): void {
  const show = (base64: string[]) => {
    faces.forEach(({ family, style }, i) => document.fonts.add(new FontFace(family, Uint8Array.from(atob(base64[i]!), (c) => c.charCodeAt(0)), { style, weight: '200 900' })));
    document.documentElement.dataset.fonts = 'own';
  };
  const base64Of = async (file: string) => {
    const bytes = new Uint8Array(await (await fetch(file)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };
  const keep = async () => localStorage.setItem('book:fonts', (await Promise.all(faces.map(({ file }) => base64Of(file)))).join(' '));
  // Storage may be barred or full, or a font unreachable: then the local faces stay.
  try {
    // localStorage, since it alone answers before the first paint (the Cache API took 0.3 s on a busy page).
    const kept = localStorage.getItem('book:fonts');
    if (kept) show(kept.split(' '));
    else addEventListener('load', () => void keep().catch(() => {}));
  } catch {
    delete document.documentElement.dataset.fonts;
  }
}
