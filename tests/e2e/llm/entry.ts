// What the page of the loader's tests offers to them: src/llm as a page imports it.

import * as llm from '@site/src/llm';
import { discardOrt, loadOrt } from '@site/src/llm/ort';

const offered = { ...llm, discardOrt, loadOrt };
declare global {
  interface Window {
    llm: typeof offered;
  }
}
window.llm = offered;
