// What the page of the loader's tests offers to them: src/llm as a page imports it.

import * as llm from '@site/src/llm';
import { loadEmbedder } from '@site/src/llm/embeddings';
import { explainModelError } from '@site/src/llm/explain';
import { HUB_MODELS, loadHubModel } from '@site/src/llm/hub';
import { discardOrt, loadOrt } from '@site/src/llm/ort';

const offered = { ...llm, discardOrt, loadOrt, loadEmbedder, loadHubModel, HUB_MODELS, explainModelError };
declare global {
  interface Window {
    llm: typeof offered;
  }
}
window.llm = offered;
