import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHART, chartOf, defaults, settingsOf, tableRows, tokensSeen, whereItStands, type RecordedRun } from './model';
import built from './recorded.json';
import { BATCH_SIZES, LEARNING_RATES, STORY_COUNTS } from './settings';

const recorded = built as RecordedRun;
const levels = { uniformNats: 6.8, frequencyNats: 5, floorNats: 0.4 };

describe('the chart', () => {
  it('keeps everything inside, whatever a run does', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constant(Infinity));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.constantFrom(...BATCH_SIZES), (losses, batchSize) => {
        const settings = { ...recorded.settings, batchSize };
        const record = { ...recorded, settings, points: losses.map((trainNats, i) => ({ step: i + 1, trainNats })), measurements: [] };
        const chart = chartOf(record, settings);
        for (const point of chart.train.split(' ').filter(Boolean)) {
          const [x, y] = point.split(',').map(Number) as [number, number];
          expect(x >= CHART.left && x <= CHART.right && y >= CHART.top && y <= CHART.bottom).toBe(true);
        }
      }),
    );
  });

  it('gives each factor of ten the same width', () => {
    const { x } = chartOf(recorded, recorded.settings);
    const from = tokensSeen(1, recorded.settings);
    expect(x(10 * from) - x(from)).toBeCloseTo(x(100 * from) - x(10 * from), 6);
  });
});

it('reads any link as settings that a run can take', () => {
  const number = fc.oneof(fc.double({ noNaN: true }), fc.integer());
  fc.assert(
    fc.property(fc.record({ size: fc.string(), batchSize: number, stories: number, learningRate: number, device: fc.string(), guess: number }), (state) => {
      const { settings, guess } = settingsOf(state);
      expect(BATCH_SIZES).toContain(settings.batchSize);
      expect(STORY_COUNTS).toContain(settings.stories);
      expect(LEARNING_RATES).toContain(settings.learningRate);
      expect(guess >= 0 && guess <= 8).toBe(true);
    }),
  );
  expect(settingsOf(defaults).settings).toEqual(recorded.settings);
});

it('says where a loss stands between the levels', () => {
  const said = (heldOutNats: number) => whereItStands({ step: 1, heldOutNats }, levels);
  expect(said(7)).toContain('worse than giving every token the same');
  expect(said(6)).toContain('worse than knowing how frequent');
  expect(said(2.7)).toContain('50 % of the way');
});

it('has at most a dozen or so rows, the last one always', () => {
  const rows = tableRows(recorded);
  expect(rows.length).toBeLessThanOrEqual(13);
  expect(rows.at(-1)!.step).toBe(recorded.measurements.at(-1)!.step);
});
