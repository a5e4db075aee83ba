import { unitOfCodes } from './vectors';

export interface BookSection {
  /** Below the site's base, with its anchor: `/foundations/automatic-differentiation/#what-a-pass-costs`. */
  url: string;
  /** Titles from the chapter down to the section itself. */
  path: readonly string[];
}

export interface Passage {
  section: BookSection;
  /** What a reader sees of it, formulas and code left out. */
  text: string;
  /** Of length 1. */
  vector: Float32Array;
}

export interface BookPassages {
  /** Folder of static/models that made the vectors: a query must come from the same. */
  model: string;
  modelSha256: string;
  dimensions: number;
  sections: readonly BookSection[];
  passages: readonly Passage[];
}

/** What the build writes as search-vectors.json. */
export interface BookPassagesFile {
  schemaVersion: 1;
  model: string;
  modelSha256: string;
  dimensions: number;
  sections: BookSection[];
  /** `section`: index in `sections`. */
  passages: { section: number; text: string }[];
  /** Codes of all passages, one after another, as base64. */
  vectors: string;
}

/** The book's passages from the parsed file. Throws where its parts do not fit together. */
export function readBookPassages(json: unknown): BookPassages {
  const { schemaVersion, model, modelSha256, dimensions, sections, passages, vectors } = json as BookPassagesFile;
  if (schemaVersion !== 1) throw new Error(`search-vectors.json: schemaVersion is ${String(schemaVersion)}, not 1`);
  const codes = Int8Array.from(atob(vectors), (character) => character.charCodeAt(0));
  if (codes.length !== passages.length * dimensions) throw new Error(`search-vectors.json: ${codes.length} numbers for ${passages.length} passages of ${dimensions}`);
  return {
    model,
    modelSha256,
    dimensions,
    sections,
    passages: passages.map(({ section, text }, i) => {
      if (!sections[section]) throw new Error(`search-vectors.json: passage ${i} is of section ${section}, which is not there`);
      return { section: sections[section], text, vector: unitOfCodes(codes.subarray(i * dimensions, (i + 1) * dimensions)) };
    }),
  };
}
