// Numbers and rendered Markdown as plain words. Pure.

const MINUS = '−';
/** Keeps a number and its sign in one line. */
const NO_BREAK = '\u00a0';

/** What stands where a value cannot be computed. */
export const NONE = '–';

const inPercent = (share: number, digits: number) => (100 * share).toFixed(digits);

export const percent = (share: number | undefined): string => (share === undefined ? NONE : `${inPercent(share, 0)}${NO_BREAK}%`);

/** "62 to 55 %", with a decimal where whole percents would hide the difference. */
export function fromTo(before: number, after: number): string {
  const digits = before !== after && inPercent(before, 0) === inPercent(after, 0) ? 1 : 0;
  return `${inPercent(before, digits)} to ${inPercent(after, digits)}${NO_BREAK}%`;
}

/** Two decimals with their sign; 0.00 has none. */
export function signed(value: number | undefined): string {
  if (value === undefined) return NONE;
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${value < 0 ? MINUS : '+'}${digits}`;
}

/** Points as they are: at most two decimals, none that are zero. */
export const points = (value: number): string => `${value < 0 ? MINUS : ''}${Number(Math.abs(value).toFixed(2))}`;

/** A number with its thousands apart. */
export const grouped = (value: number): string => value.toLocaleString('en');

export const plural = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

export const listed = (parts: readonly string[]): string => (parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

/** Options are lettered in the order in which the class saw them. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);

const token = /<(?<close>\/?)(?<tag>[a-z][a-z0-9]*)(?<rest>(?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+|</gi;
const isVoid = /^(br|hr|img|input|wbr)$/;
const isBlock = /^(p|li|pre|div|br|tr|td|th|blockquote|h[1-6])$/;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name!.toLowerCase()] ?? whole);
  });

/** The words of HTML that src/markdown made; a formula as its TeX between `mark`s, once, though KaTeX writes it twice. */
export function plainText(html: string, mark = '$'): string {
  let text = '';
  const shown = [true];
  for (const { 0: piece, groups } of html.matchAll(token)) {
    const tag = groups?.tag?.toLowerCase();
    if (tag === undefined) {
      if (shown.at(-1)) text += piece;
      continue;
    }
    const isClosing = groups!.close !== '';
    if (tag === 'annotation') text += mark;
    if (isBlock.test(tag) && shown.at(-1)) text += ' ';
    if (isVoid.test(tag) || groups!.rest!.endsWith('/')) continue;
    if (isClosing) shown.pop();
    else if (tag === 'annotation') shown.push(true);
    else shown.push(shown.at(-1)! && tag !== 'math' && !groups!.rest!.includes('katex-html'));
  }
  return decoded(text).replace(/\s+/g, ' ').trim();
}
