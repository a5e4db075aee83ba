// Small texts and whether WGSL takes them: what a strict front end must get right on both sides. Each verdict is Chromium's (156, Tint),
// asked again in tests/kernels; check.test.ts holds the checker to it. Nothing here needs an extension that SwiftShader lacks (so no f16).

import { bodies } from './bodies';
import { buffers } from './buffers';
import { constants } from './constants';
import { functions } from './functions';
import { memory } from './memory';
import { modules } from './modules';
import { operators } from './operators';
import { statements } from './statements';
import { uniformity } from './uniformity';

export const verdicts = [...constants, ...operators, ...modules, ...memory, ...statements, ...bodies, ...functions, ...buffers, ...uniformity];
