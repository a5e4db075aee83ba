export const answer = (): number => 0;
