/** The seed of a test's random moments: of the environment's SEED, so that a run can be repeated, or a fresh one. */
export const seedOfRun = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
