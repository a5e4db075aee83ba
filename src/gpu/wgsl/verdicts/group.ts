// Many small texts that share what stands around them, and whether WGSL takes them.

export interface Verdict {
  source: string;
  accepted: boolean;
}

interface Group {
  before?: string;
  after?: string;
  /** One text a line. */
  accepted: string;
  refused: string;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function group({ before = '', after = '', accepted, refused }: Group): Verdict[] {
  const verdicts = (text: string, verdict: boolean) => lines(text).map((line) => ({ source: before + line + after, accepted: verdict }));
  return [...verdicts(accepted, true), ...verdicts(refused, false)];
}
