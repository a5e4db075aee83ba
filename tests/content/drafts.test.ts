// Chapter 5: how often a drafted token would be kept, computed again on a part of the texts.

import { expect, it } from 'vitest';
import drafts from '@site/docs/01-foundations/05-transformer-workload/drafts.json';
import { meanAcceptance } from '@site/docs/01-foundations/05-transformer-workload/measure-drafts';
import { shippedModel } from '@site/src/llm/onDisk';

it('the stored acceptance is that of the shipped models', { timeout: 60_000 }, () => {
  const some = meanAcceptance(shippedModel(drafts.draft), shippedModel(drafts.target), 8);
  expect(Math.abs(some - drafts.acceptance), 'run: npx tsx docs/01-foundations/05-transformer-workload/measure-drafts.ts').toBeLessThan(0.02);
});
