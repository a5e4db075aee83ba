// Sorting of a table by one of its columns. Pure.

export interface Order<Key extends string> {
  by: Key;
  descending: boolean;
}

export type SortValue = string | number | undefined;

const compare = (a: string | number, b: string | number) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' }));

/** A sorted copy; rows without a value come last either way, equals stay in their order. */
export function sorted<Row>(rows: readonly Row[], valueOf: (row: Row) => SortValue, descending: boolean): Row[] {
  return [...rows].sort((x, y) => {
    const [a, b] = [valueOf(x), valueOf(y)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return descending ? compare(b, a) : compare(a, b);
  });
}

/** The order after a press on a column's button: a new column ascending, the same one turned round. */
export const pressed = <Key extends string>({ by, descending }: Order<Key>, key: Key): Order<Key> => ({ by: key, descending: by === key && !descending });
