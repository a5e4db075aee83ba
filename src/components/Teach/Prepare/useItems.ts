// The book's items for peer instruction, fetched by the pages that choose among them.

import { useEffect, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { itemsUrl } from '@site/.generated/teach.json';
import type { PeerChapter, PeerItem, PeerItemsFile } from '@site/src/formats/class-list';

export interface Items {
  /** Undefined until they have come. */
  chapters?: readonly PeerChapter[];
  problem: string;
}

export function useItems(): Items {
  const url = useBaseUrl(itemsUrl);
  const [items, setItems] = useState<Items>({ problem: '' });
  useEffect(() => {
    fetch(url)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then(
        (file: PeerItemsFile) => setItems({ chapters: file.chapters, problem: '' }),
        () => setItems({ problem: 'The book’s questions could not be loaded. Your own can be written and used all the same.' }),
      );
  }, [url]);
  return items;
}

export function findItem(chapters: readonly PeerChapter[] | undefined, ref: string | undefined): PeerItem | undefined {
  return ref === undefined ? undefined : chapters?.flatMap(({ items }) => items).find(({ source }) => source.ref === ref);
}
