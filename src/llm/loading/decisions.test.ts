import { describe, expect, it } from 'vitest';
import { explainModelError } from '../explain';
import { reasonToAsk } from './connection';
import { ConsentNeededError, ModelFileError, OutOfMemoryError, RuntimeLostError } from './errors';
import { endsRuntime, explainRuntimeError } from './failures';
import { joinProgress } from './progress';

describe('reasonToAsk', () => {
  const coarse = (matches: boolean) => () => ({ matches });
  it.each([
    [{ saveData: true }, false, /save data/],
    [{ type: 'cellular' }, false, /mobile network/],
    [{ effectiveType: '3g' }, false, /slow/],
    [{ effectiveType: 'slow-2g' }, false, /slow/],
    [{ type: 'wifi', effectiveType: '4g' }, true, undefined],
    [undefined, true, /looks like a phone/],
    [undefined, false, undefined],
  ])('%j, coarse pointer %s', (connection, isCoarse, expected) => {
    const reason = reasonToAsk({ navigator: { connection }, matchMedia: coarse(isCoarse) });
    if (expected) expect(reason).toMatch(expected);
    else expect(reason).toBeUndefined();
  });
  it('asks nothing outside a browser', () => expect(reasonToAsk({})).toBeUndefined());
});

describe('what onnxruntime’s failures mean', () => {
  it.each<[unknown, new (...given: never[]) => Error, boolean]>([
    [new Error('failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc'), OutOfMemoryError, true],
    [new RangeError('WebAssembly.Memory(): could not allocate memory'), OutOfMemoryError, true],
    [new RangeError('Array buffer allocation failed'), OutOfMemoryError, true],
    [new Error('A valid external Instance reference no longer exists.'), RuntimeLostError, true],
    [123456, RuntimeLostError, true],
    [Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' }), RuntimeLostError, true],
    [new Error("no available backend found. ERR: [wasm] Error: previous call to 'initializeWebAssembly()' failed."), RuntimeLostError, true],
    [new Error("Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed."), ModelFileError, false],
    [new Error('the text has 300 tokens; the model can read 255'), Error, false],
  ])('%s', (error, kind, ends) => {
    const clear = explainRuntimeError(error);
    expect(clear).toBeInstanceOf(kind);
    expect(endsRuntime(clear)).toBe(ends);
    expect(explainRuntimeError(clear)).toBe(clear);
  });
});

it('tells a reader what to do about each', () => {
  expect(explainModelError(new ModelFileError('/m/model.onnx is missing (HTTP 404)'))).toMatch(/could not be loaded: \/m\/model\.onnx is missing/);
  expect(explainModelError(new OutOfMemoryError('bad_alloc'))).toMatch(/memory.*Close other tabs/);
  expect(explainModelError(new RuntimeLostError('the GPU was lost (reset)'))).toMatch(/GPU was lost.*Load it again/);
  expect(explainModelError(new ConsentNeededError(6e6, 'you are on a mobile network'))).toMatch(/Nothing was downloaded/);
  expect(explainModelError(Object.assign(new Error('x'), { name: 'ChunkLoadError' }))).toMatch(/offline/);
});

it('joins progress once all have said how much it will be', () => {
  const told: object[] = [];
  const [a, b] = joinProgress((each) => told.push(each), 2);
  a!({ loadedBytes: 0, totalBytes: 10 });
  expect(told).toEqual([]);
  b!({ loadedBytes: 1, totalBytes: 5 });
  a!({ loadedBytes: 10, totalBytes: 10 });
  expect(told).toEqual([{ loadedBytes: 1, totalBytes: 15 }, { loadedBytes: 11, totalBytes: 15 }]);
});
