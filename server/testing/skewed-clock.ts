// For `node --import`: a process whose clock is off by CLOCK_SKEW_MS.

const RealDate = Date;
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);

globalThis.Date = class extends RealDate {
  constructor(...given: []) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() + skewMs);
  }

  static override now = () => RealDate.now() + skewMs;
} as DateConstructor;
