// How a check says that the learner's answer is wrong. Apart from api.ts, so that comparisons can use it.

import type { Finding } from '@site/src/gpu/microscope/results';

export interface FailureDetails {
  message: string;
  misconception?: string;
  called?: string;
  returned?: string;
  expected?: string;
  where?: string;
  /** What the microscope found, where the failure names it better: its places stand in the report. */
  finding?: Finding;
}

/** Thrown by expectClose, expectEqual and fail; anything else that a check throws is an error of the lab itself. */
export class CheckFailure extends Error {
  readonly details: FailureDetails;
  constructor(details: FailureDetails) {
    super(details.message);
    this.name = 'CheckFailure';
    this.details = details;
  }
}

export function fail(details: FailureDetails): never {
  throw new CheckFailure(details);
}
