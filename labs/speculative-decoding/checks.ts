// Checks of a round of speculative decoding: random distributions, rounds whose draws are given, and the distribution that comes out, summed over
// an even grid of draws, so that it is a count and not a matter of luck.

import { check, defineChecks, expectClose, fail, type CheckContext } from 'grader';
import type { Rng } from 'kit';

type Reader = CheckContext['reader'];

interface Round {
  kept: number;
  next: number;
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
/** Probabilities in whole 64ths, so that sums and differences are exact; some may be 0. */
function distribution(rng: Rng, size: number): number[] {
  const parts = Array.from({ length: size }, () => 0);
  for (let i = 0; i < 64; i++) parts[Math.min(size - 1, Math.floor(size * rng.uniform() ** 2))]!++;
  return rng.shuffle(parts).map((part) => part / 64);
}
/** Two that differ. */
function pair(rng: Rng, size: number): { p: number[]; q: number[] } {
  for (;;) {
    const [p, q] = [distribution(rng, size), distribution(rng, size)];
    if (p.some((value, id) => value !== q[id]) && p.some((value, id) => value > 0 && q[id]! > 0)) return { p, q };
  }
}
const shown = (list: readonly number[]) => `[${list.map((value) => Number(value.toPrecision(3))).join(', ')}]`;
const over = (p: readonly number[], q: readonly number[]) => p.map((value, id) => (value > q[id]! ? value - q[id]! : 0));
const normalized = (list: readonly number[]) => list.map((value) => value / sum(list));
const drawn = (list: readonly number[], u: number) => {
  let id = 0;
  for (let reached = list[0]!; reached <= u && id < list.length - 1; ) reached += list[++id]!;
  return id;
};

// ---- Task 1

const agreement = check('acceptance', 'How often a drafted token is kept', async ({ reader, rng }) => {
  for (const size of [2, 5, rng.integer(6, 20)]) {
    const { p, q } = pair(rng, size);
    const common = p.map((value, id) => Math.min(value, q[id]!));
    expectClose(await reader.call('acceptance', p, q), sum(common), {
      called: `acceptance(${shown(p)}, ${shown(q)})`,
      relative: 1e-12,
      slips: [
        { misconception: 'same-draw', value: sum(p.map((value, id) => value * q[id]!)), says: 'That is how often two independent draws agree. A drafted token is not compared with a draw of the large model: it is kept with probability min(1, p/q).' },
        { misconception: 'ratios-not-weighted', value: sum(p.map((value, id) => (q[id]! > 0 ? Math.min(1, value / q[id]!) : 0))) / size, says: 'The ratios min(1, p/q) were averaged over the tokens as if all were drafted equally often. Token x is drafted with probability q(x).' },
        { misconception: 'distance', value: 1 - sum(common), says: 'That is how often it is not kept.' },
      ],
    });
  }
  const same = distribution(rng, 6);
  expectClose(await reader.call('acceptance', same, same), 1, { called: 'acceptance of a distribution with itself', relative: 1e-12 });
});

const leftOver = check('residual', 'What the large model still owes', async ({ reader, rng }) => {
  for (const size of [2, 5, rng.integer(6, 20)]) {
    const { p, q } = pair(rng, size);
    const rest = over(p, q);
    const difference = p.map((value, id) => Math.abs(value - q[id]!));
    expectClose(await reader.call('residual', p, q), normalized(rest), {
      called: `residual(${shown(p)}, ${shown(q)})`,
      relative: 1e-9,
      slips: [
        { misconception: 'not-normalized', value: rest, says: 'These do not sum to 1: divide by their sum.' },
        { misconception: 'roles-exchanged', value: normalized(over(q, p)), says: 'That is what q has over p. Tokens that the small model drafts too often have been seen often enough.' },
        { misconception: 'both-sides', value: normalized(difference), says: 'Differences of both signs were taken. Where q is larger than p nothing is owed.' },
        { misconception: 'target-again', value: p, says: 'That is p itself. Kept tokens have already brought min(p, q); to draw from all of p again would give those twice.' },
      ],
    });
  }
});

// ---- Task 2

type VerifyMistake = 'resamples-from-target' | 'threshold-inverted' | 'keeps-after-rejection' | 'no-bonus-token' | 'greedy-comparison' | 'draws-shifted' | 'residual-of-first';

const verifySays: Record<VerifyMistake, string> = {
  'resamples-from-target': 'After the rejection the next token was drawn from all of p. What is kept already favours what both models like; draw from the residual, or those tokens come out too often.',
  'threshold-inverted': 'The ratio is turned round: x is kept with probability min(1, p(x)/q(x)), p of the large model.',
  'keeps-after-rejection': 'A token after the first rejected one was counted. It was drafted as the continuation of a token that is not there: the round ends at the first rejection.',
  'no-bonus-token': 'All drafted tokens were kept, and the next one was not drawn from the large model’s distribution after the last of them. That step has been computed anyway: p has one more entry than the draft.',
  'greedy-comparison': 'A token was kept only where it is the large model’s most likely one. That is another algorithm, right for greedy decoding alone.',
  'draws-shifted': 'Place i was judged by another place’s draw.',
  'residual-of-first': 'The residual of another place was taken: a rejection at place i leaves p[i] over q[i].',
};

function round64(drafted: readonly number[], q: readonly number[][], p: readonly number[][], us: readonly number[], u: number, mistake?: VerifyMistake): Round {
  const keeps = (i: number) => {
    const [px, qx] = [p[i]![drafted[i]!]!, q[i]![drafted[i]!]!];
    if (mistake === 'greedy-comparison') return px === Math.max(...p[i]!);
    const draw = mistake === 'draws-shifted' ? us[(i + 1) % us.length]! : us[i]!;
    return mistake === 'threshold-inverted' ? draw * px < qx : draw * qx < px;
  };
  const kept = drafted.map((_, i) => keeps(i));
  const first = kept.indexOf(false);
  if (first < 0) return { kept: drafted.length, next: drawn(mistake === 'no-bonus-token' ? p[drafted.length - 1]! : p[drafted.length]!, u) };
  const place = mistake === 'residual-of-first' ? 0 : first;
  const from = mistake === 'resamples-from-target' ? p[first]! : normalized(over(p[place]!, q[place]!));
  return { kept: mistake === 'keeps-after-rejection' ? kept.filter(Boolean).length : first, next: drawn(from, u) };
}

async function roundOf(reader: Reader, ...args: [drafted: number[], q: number[][], p: number[][], us: number[], u: number]): Promise<Round> {
  const round = await reader.call<Round>('verify', ...args);
  if (typeof round?.kept !== 'number' || typeof round.next !== 'number') fail({ message: `verify gave ${JSON.stringify(round)}; expected { kept, next }.`, called: 'verify' });
  return round;
}

/** A draw that is no boundary of a distribution in 64ths or of its residual. */
const freeDraw = (rng: Rng) => (rng.integer(0, 4095) + 0.37) / 4096;

const rounds = check('rounds', 'Rounds whose draws are given', async ({ reader, rng }) => {
  const cases = Array.from({ length: 60 }, (_, n) => {
    const gamma = n < 3 ? 1 : rng.integer(2, 5);
    const places = Array.from({ length: gamma + 1 }, () => pair(rng, 5));
    const q = places.slice(0, gamma).map((place) => place.q);
    return { drafted: q.map((list) => drawn(list, freeDraw(rng))), q, p: places.map((place) => place.p), us: Array.from({ length: gamma }, () => freeDraw(rng) * (n % 3 === 0 ? 0.3 : 1)), u: freeDraw(rng) };
  });
  const right = cases.map(({ drafted, q, p, us, u }) => round64(drafted, q, p, us, u));
  const got: Round[] = [];
  for (const { drafted, q, p, us, u } of cases) got.push(await roundOf(reader, drafted, q, p, us, u));
  const differs = (a: readonly Round[], b: readonly Round[]) => a.findIndex((round, i) => round.kept !== b[i]!.kept || round.next !== b[i]!.next);
  const at = differs(got, right);
  if (at < 0) return;
  const mistake = (Object.keys(verifySays) as VerifyMistake[]).find((m) => differs(got, cases.map(({ drafted, q, p, us, u }) => round64(drafted, q, p, us, u, m))) < 0);
  const { drafted, us } = cases[at]!;
  const called = `verify of the draft ${shown(drafted)} with acceptDraws ${shown(us)}`;
  const text = ({ kept, next }: Round) => `{ kept: ${kept}, next: ${next} }`;
  fail({ message: `${called} gave ${text(got[at]!)}; expected ${text(right[at]!)}.${mistake ? ` ${verifySays[mistake]}` : ''}`, misconception: mistake, called, returned: text(got[at]!), expected: text(right[at]!) });
});

const gridSize = 24;
const grid = Array.from({ length: gridSize }, (_, i) => (i + 0.5) / gridSize);

/** The first token of a round, over all drafts (by their probability) and an even grid of draws. */
const exact = check('distribution', 'What comes out is distributed as the large model’s own text', async ({ reader, rng }) => {
  let { p, q } = pair(rng, 4);
  // Far enough apart for the grid to tell them.
  while (!p.some((value, id) => Math.abs(value - q[id]!) > 0.25)) ({ p, q } = pair(rng, 4));
  const after = distribution(rng, 4);
  const comes = p.map(() => 0);
  for (const [x, share] of q.entries()) {
    if (share === 0) continue;
    for (const us of grid) {
      for (const u of grid) {
        const { kept, next } = await roundOf(reader, [x], [q], [p, after], [us], u);
        const token = kept > 0 ? x : next;
        if (comes[token] !== undefined) comes[token] += share / gridSize ** 2;
        // What follows a kept token does not matter here.
        if (kept > 0) {
          comes[token]! += (share / gridSize ** 2) * (gridSize - 1);
          break;
        }
      }
    }
  }
  // Each grid cuts a boundary to within one part of its length, for each token that is drafted or drawn.
  const slack = 3 / gridSize;
  const at = p.findIndex((value, id) => !(Math.abs(comes[id]! - value) <= slack * Math.max(value, 0.25)));
  if (at < 0) return;
  const always = q.every((share, id) => Math.abs(comes[id]! - share) < 1e-9);
  const called = `verify, over all drafts of one token and ${gridSize} × ${gridSize} draws`;
  fail({
    message: `${called}: token ${at} comes out with probability ${comes[at]!.toPrecision(3)}; the large model gives it ${p[at]!.toPrecision(3)}. p = ${shown(p)}, q = ${shown(q)}, what came out ${shown(comes)}.${always ? ' That is the small model’s distribution: every draft was kept.' : ''}`,
    misconception: always ? 'always-kept' : undefined,
    called,
    returned: shown(comes),
    expected: shown(p),
  });
});

// ---- Task 3

const series = (alpha: number, gamma: number) => sum(Array.from({ length: gamma + 1 }, (_, k) => alpha ** k));

const tokens = check('tokens', 'Tokens of a round: 3.3616 for α = 0.8 and four drafted', async ({ reader, rng }) => {
  for (const [alpha, gamma] of [[0.8, 4], [0.6, 2], [0.7, 3], [0.9, 10], [rng.uniform(), rng.integer(1, 9)], [0, 3], [0.5, 0], [1, 4]] as const)
    expectClose(await reader.call('tokensPerRound', alpha, gamma), series(alpha, gamma), {
      called: `tokensPerRound(${Number(alpha.toPrecision(3))}, ${gamma})`,
      relative: 1e-9,
      slips: [
        { misconception: 'bonus-forgotten', value: series(alpha, gamma) - 1, says: 'The token that the large model gives itself is missing: every round has one.' },
        { misconception: 'independent-places', value: 1 + alpha * gamma, says: 'Each drafted token was counted with probability α. The k-th also needs all before it to be kept: α^k.' },
        { misconception: 'last-power-lost', value: series(alpha, gamma - 1), says: 'The last drafted token is missing: the powers go up to α^γ.' },
      ],
    });
});

const speedups = check('speedup', 'Costs counted too', async ({ reader, rng }) => {
  for (const [alpha, gamma, cost] of [[0.8, 5, 0.05], [0.75, 7, 0.02], [0.8, 10, 0.5], [rng.uniform(), rng.integer(2, 9), 0.3 * rng.uniform() + 0.02]] as const) {
    const right = series(alpha, gamma) / (gamma * cost + 1);
    expectClose(await reader.call('speedup', alpha, gamma, cost), right, {
      called: `speedup(${Number(alpha.toPrecision(3))}, ${gamma}, ${Number(cost.toPrecision(3))})`,
      relative: 1e-9,
      slips: [
        { misconception: 'draft-for-free', value: series(alpha, gamma), says: 'The drafts were free. Each drafted token is a step of the small model.' },
        { misconception: 'target-step-forgotten', value: series(alpha, gamma) / (gamma * cost), says: 'The large model’s own step is missing from the cost.' },
        { misconception: 'draft-in-parallel', value: series(alpha, gamma) / (cost + 1), says: 'One step of the small model was counted. It drafts token after token, so there are γ of them.' },
      ],
    });
  }
});

const lengths = check('length', 'The best draft length, 0 where drafting costs more than it brings', async ({ reader, rng }) => {
  for (const [alpha, cost, most] of [[0.8, 0.05, 20], [0.3, 0.4, 10], [0.95, 0.02, 12], [0.5, 0.5, 8], [rng.uniform(), 0.2 * rng.uniform() + 0.01, 15]] as const) {
    const all = Array.from({ length: most + 1 }, (_, gamma) => series(alpha, gamma) / (gamma * cost + 1));
    const best = (list: readonly number[]) => list.indexOf(Math.max(...list));
    // 0.5 and 0.5: a draft of one gives exactly what none does; rounding must not decide it.
    expectClose(await reader.call('bestDraftLength', alpha, cost, most), best(all), {
      called: `bestDraftLength(${Number(alpha.toPrecision(3))}, ${Number(cost.toPrecision(3))}, ${most})`,
      relative: 0,
      slips: [
        { misconception: 'longest-draft', value: most, says: 'The longest draft gives the most tokens a round, and also costs the most.' },
        { misconception: 'none-not-tried', value: 1 + best(all.slice(1)), says: 'Not to draft at all (γ = 0, a speedup of 1) is a choice too, and here the best.' },
      ],
    });
  }
});

export default defineChecks({
  async demo({ reader, show }) {
    for (const [name, alpha, cost] of [['α = 0.8, c = 0.05', 0.8, 0.05], ['α = 0.8, c = 0.5', 0.8, 0.5], ['α = 0.5, c = 0.05', 0.5, 0.05]] as const)
      for (let gamma = 0; gamma <= 12; gamma++) {
        const y = await reader.call<number>('speedup', alpha, gamma, cost);
        if (Number.isFinite(y)) show({ kind: 'point', series: name, x: gamma, y, xLabel: 'drafted tokens γ', yLabel: 'speedup' });
      }
  },
  tasks: { residual: [agreement, leftOver], verify: [rounds, exact], speedup: [tokens, speedups, lengths] },
});
