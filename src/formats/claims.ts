// A claim: a number in the prose that is computed by the book's own code from named inputs.
// docs/<part>/<chapter>/claims.ts exports `defineClaims({...})`; `<Claim id="…" />` shows one;
// tests/content checks each against its published value and that every input moves it.

export type ClaimInputs = Record<string, number>;

export interface Claim {
  /** Named inputs with units in the names; perturbing any of them must move the value. */
  inputs: ClaimInputs;
  /** Computes the value from the inputs with the book's own (tested) code. */
  compute: (inputs: ClaimInputs) => number;
  unit: string;
  /** How it is written in the text. */
  format: { digits: number; style?: 'fixed' | 'significant' | 'integer' | 'scientific' | 'percent' };
  /** What it must agree with: a published number, a closed form or a value worked by hand. */
  expected: { value: number; relativeTolerance: number; source: string };
  /** Where a source is inconsistent or the model is rough, say so here; shown to the reader. */
  note?: string;
}

export type Claims = Record<string, Claim>;

type Spec<Name extends string> = Omit<Claim, 'inputs' | 'compute'> & {
  inputs: Record<Name, number>;
  compute: (inputs: Record<NoInfer<Name>, number>) => number;
};

/** One claim, with the inputs' names checked against `compute`. */
export function claim<Name extends string>(spec: Spec<Name>): Claim {
  return { ...spec, compute: (inputs) => spec.compute(inputs as Record<Name, number>) };
}

export function defineClaims<C extends Claims>(claims: C): C {
  return claims;
}

/** The value as the text shows it: without its unit. */
export function formatClaim(claim: Claim): string {
  return formatNumber(claim.compute(claim.inputs), claim.format);
}

export function formatNumber(value: number, { digits, style = 'significant' }: Claim['format']): string {
  const grouped = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat('en-US', options).format(value);
  switch (style) {
    case 'integer':
      return grouped({ maximumFractionDigits: 0 });
    case 'fixed':
      return grouped({ minimumFractionDigits: digits, maximumFractionDigits: digits });
    case 'percent':
      return `${grouped({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
    case 'scientific': {
      const [mantissa, exponent] = value.toExponential(digits).split('e');
      return `${mantissa} × 10${superscript(Number(exponent))}`;
    }
    case 'significant':
      return grouped({ minimumSignificantDigits: 1, maximumSignificantDigits: digits });
  }
}

function superscript(exponent: number): string {
  return String(exponent).replace(/[-0-9]/g, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]!));
}
