// The colours that editors take from the tokens, as plain values, and word of a change between light and dark.

const names = ['paper', 'paper-sunk', 'ink', 'ink-soft', 'rule', 'accent', 'good', 'bad', 'compute', 'memory'] as const;
export type Palette = Record<(typeof names)[number], string>;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette;
}

export const isDark = (): boolean => document.documentElement.dataset.theme === 'dark';

/** Calls back when the page turns light or dark; gives back a function that ends it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
