import { expect, it } from 'vitest';
import { pathOf } from './live-reveal';

const book = { chapters: [{ url: '/a/one/', figures: ['ring'] }, { url: '/a/two/', figures: ['tree', 'mesh'] }], labs: [{ id: 'tape', url: '/a/one/#lab-tape' }] };

it('finds the chapter of a figure, with its state, and a lab', () => {
  expect(pathOf({ kind: 'figure', id: 'mesh' }, book)).toBe('/a/two/#figure-mesh');
  expect(pathOf({ kind: 'figure', id: 'ring', state: 'ranks:8' }, book)).toBe('/a/one/#fig-ring=ranks:8');
  expect(pathOf({ kind: 'lab', id: 'tape' }, book)).toBe('/a/one/#lab-tape');
});

it('says nothing of what the book does not have', () => {
  expect(pathOf({ kind: 'figure', id: 'tape' }, book)).toBeUndefined();
  expect(pathOf({ kind: 'lab', id: 'ring' }, book)).toBeUndefined();
});
