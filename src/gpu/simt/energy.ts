// Energy of operations and of moving their operands in a 45 nm process at 0.9 V, as rough as one figure an operation must be (Horowitz, ISSCC 2014).
// Old silicon: the ratios carry over, the picojoules do not.

export const picojoules = {
  fp32Add: 0.9,
  fp32Multiply: 3.7,
  int8Add: 0.03,
  /** 32 bits from an 8 KB SRAM. */
  sram32: 5,
  /** 32 bits from DRAM; the paper gives 1.3–2.6 nJ for 64 bits. */
  dram32: 640,
} as const;
export type EnergyTable = { [K in keyof typeof picojoules]: number };

/** Energy of n fp32 additions whose two operands and result move to and from DRAM, as a multiple of the additions alone. */
export function movementRatio(wordsMovedPerAdd: number, dramPicojoules: number, addPicojoules: number): number {
  return (wordsMovedPerAdd * dramPicojoules + addPicojoules) / addPicojoules;
}
