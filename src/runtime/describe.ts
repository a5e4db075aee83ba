// Values of a check as a learner would write them, cut short: for "softmax([1, 2, 3]) gave …".

/** Text of one value, or of a list of arguments when `brackets` is "". */
export function describe(value: unknown, brackets = '[]'): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return String(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = value as unknown as ArrayLike<unknown>;
    const shown = Array.from({ length: Math.min(items.length, 8) }, (_, i) => describe(items[i]));
    const more = items.length > 8 ? `, … ${items.length} in all` : '';
    return `${brackets[0] ?? ''}${shown.join(', ')}${more}${brackets[1] ?? ''}`;
  }
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 200 ? `${text.slice(0, 200)}…` : text.replace(/^"(<.*>)"$/, '$1');
  } catch {
    return 'an object';
  }
}
