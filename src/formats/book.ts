// The outline of the book that pages import (.generated/outline.json): made by the build from the folders.

export interface OutlineChapter {
  id: string;
  part: string;
  number: number;
  title: string;
  description: string;
  url: string;
  readingMinutes: number;
  labs: string[];
}

export interface OutlineLab {
  id: string;
  title: string;
  chapter: string;
  /** Path and hash below the site's base. */
  url: string;
  kind: 'typescript' | 'wgsl';
  core: boolean;
  minutes: number;
  summary: string;
  needs: string[];
}

export interface Outline {
  parts: { id: string; title: string }[];
  chapters: OutlineChapter[];
  labs: OutlineLab[];
}

/** A term of the glossary with its definition as HTML. */
export interface ShownTerm {
  id: string;
  term: string;
  chapter: string;
  url: string;
  html: string;
}
