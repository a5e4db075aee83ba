// The first use of a term, with its definition in the margin.

import React, { type ReactNode } from 'react';
import Note from '../Note';

interface Props {
  id: string;
  definitionHtml: string;
  noteId: string;
  children: ReactNode;
}

export default function Term({ definitionHtml, noteId, children }: Props) {
  return (
    <Note id={noteId} note={<span dangerouslySetInnerHTML={{ __html: definitionHtml }} />}>
      <dfn>{children}</dfn>
    </Note>
  );
}
