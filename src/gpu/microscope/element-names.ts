// What the elements of a traced memory are called and hold, small enough to send along with a trace: the names of one entry
// of an array, since those of the others differ in the index alone.

import type { ElementParts, TracedMemory } from './results';

/** Beyond this an entry's elements go by their number. */
const MOST_PARTS = 4096;

interface Named {
  name: string;
  format: TracedMemory['format'];
  /** By byte offset: "grid[3].mass", and what stands there. */
  nameOf(byte: number): string;
  formatOf(byte: number): TracedMemory['format'];
}

/** undefined where element i is simply `name[i]`, or `name` where there is but one. */
export function elementParts({ name, format, nameOf, formatOf }: Named, length: number, elementBytes: number): ElementParts | undefined {
  const pathOf = (element: number) => nameOf(element * elementBytes).slice(name.length);
  if (length === 0 || (length === 1 && pathOf(0) === '')) return undefined;
  const array = pathOf(0).startsWith('[0]');
  const of: ElementParts['of'] = [];
  for (let e = 0; e < Math.min(length, MOST_PARTS); e++) {
    const path = pathOf(e);
    if (array && !path.startsWith('[0]')) break;
    of.push({ path: array ? path.slice('[0]'.length) : path, format: formatOf(e * elementBytes) });
  }
  const plain = array && of.length === 1 && of[0]!.path === '' && of[0]!.format === format;
  return plain ? undefined : { array, of };
}

/** Name of an element as the text writes it. */
export function elementName({ name, length, parts }: Pick<TracedMemory, 'name' | 'length' | 'parts'>, element: number): string {
  if (!parts) return length === 1 ? name : `${name}[${element}]`;
  const { array, of } = parts;
  if (array) return `${name}[${Math.floor(element / of.length)}]${of[element % of.length]!.path}`;
  return element < of.length ? name + of[element]!.path : `${name}, word ${element}`;
}

export function elementFormat({ format, parts }: Pick<TracedMemory, 'format' | 'parts'>, element: number): TracedMemory['format'] {
  if (!parts) return format;
  return (parts.array ? parts.of[element % parts.of.length] : parts.of[element])?.format ?? format;
}
