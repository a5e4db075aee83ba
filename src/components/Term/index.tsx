// The first use of a term, with its definition in the margin.

import React, { type ReactNode } from 'react';
import type { ShownTerm } from '@site/src/formats';
import Note from '../Note';

interface Props {
  term: ShownTerm;
  noteId: string;
  children: ReactNode;
}

export default function Term({ term, noteId, children }: Props) {
  const definition = (
    <>
      <b>{term.term}.</b> <span dangerouslySetInnerHTML={{ __html: term.html }} />
    </>
  );
  return (
    <Note id={noteId} note={definition}>
      <dfn>{children}</dfn>
    </Note>
  );
}
