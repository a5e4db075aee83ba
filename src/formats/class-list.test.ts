// A list of questions from a file: what is wrong is told with its place.

import { describe, expect, it } from 'vitest';
import { placeOf, readClassList } from './class-list';

const option = (id: string, correct = false) => ({ id, text: id, correct });
const question = { stem: 'Why?', options: [option('a', true), option('b')] };
const file = { schemaVersion: 1, kind: 'class-list', title: 'Monday', questions: [question] };

const problemsOf = (value: unknown) => {
  const reading = readClassList(typeof value === 'string' ? value : JSON.stringify(value));
  return reading.ok ? [] : reading.problems;
};

describe('readClassList', () => {
  it('fills in what may be left out', () => {
    const reading = readClassList(JSON.stringify(file));
    expect(reading).toMatchObject({ ok: true, list: { settings: { voteSeconds: 60, lowShare: 0.35, highShare: 0.7, retentionDays: 180 }, questions: [{ explanation: '' }] } });
  });

  it.each([
    ['{', /^This is not JSON: /],
    ['[]', /^This is not a list of questions/],
    ['null', /^This is not a list of questions/],
    [{ kind: 'progress' }, /^This is not a list of questions/],
    [{ ...file, schemaVersion: 2 }, /^schemaVersion: /],
    [{ ...file, title: ' ' }, /^title: is empty$/],
    [{ ...file, questions: [] }, /^questions: needs at least 1$/],
    [{ ...file, questions: [question, { options: question.options }] }, /^question 2, stem: is missing$/],
    [{ ...file, questions: [{ ...question, options: [option('a', true), { id: 'b', text: '' }] }] }, /^question 1, option 2, text: is empty$/],
    [{ ...file, questions: [{ ...question, options: [option('a', true), option('a')] }] }, /^question 1, options: two options have the same id$/],
    [{ ...file, questions: [{ ...question, options: [option('a'), option('b')] }] }, /^question 1, options: exactly one option must be correct$/],
    [{ ...file, questions: [{ ...question, hint: 'x' }] }, /^question 1: has nothing called “hint”$/],
    [{ ...file, settings: { voteSeconds: 2 } }, /^settings, voteSeconds: /],
    [{ ...file, questions: [{ ...question, stem: 'x'.repeat(8001) }] }, /^question 1, stem: has more than 8000 characters$/],
  ])('%j', (value, expected) => expect(problemsOf(value)).toEqual([expect.stringMatching(expected)]));

  it('tells all problems at once', () => expect(problemsOf({ ...file, title: '', questions: [{}] })).toEqual(['title: is empty', 'question 1, stem: is missing', 'question 1, options: is missing']));
});

it('names places as one counts', () => expect(placeOf(['questions', 2, 'options', 0, 'why'])).toBe('question 3, option 1, why'));
