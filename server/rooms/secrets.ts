// What is drawn at random and must not be guessed: room codes, tokens, one-time keys. Only hashes of tokens and keys are stored.

import { createHash, randomBytes, randomInt } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH } from '@site/src/formats/class';

const draw = (length: number): string => Array.from({ length }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

/** One of 30^6 = 729 million. */
export const newCode = (): string => draw(CODE_LENGTH);

/** 192 random bits. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

/** To be typed on another device within minutes: 10 letters and digits, 49 bits. */
export const newKey = (): string => draw(10);

/** Secrets are long and random, so one round of SHA-256 is enough. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
