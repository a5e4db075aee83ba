import { expect, it } from 'vitest';
import { shortCitation } from './index';

it('shortens a list of authors', () => {
  expect(shortCitation({ authors: 'Samyam Rajbhandari, Jeff Rasley, Olatunji Ruwase, Yuxiong He', year: 2020 })).toBe('Rajbhandari et al., 2020');
  expect(shortCitation({ authors: 'Jeffrey Dean, Luiz André Barroso', year: 2013 })).toBe('Dean & Barroso, 2013');
  expect(shortCitation({ authors: 'Mark Horowitz', year: 2014 })).toBe('Horowitz, 2014');
  expect(shortCitation({ authors: 'Vaswani et al.', year: 2017 })).toBe('Vaswani et al., 2017');
});
