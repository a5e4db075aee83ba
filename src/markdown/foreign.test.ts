// What somebody else wrote can say anything and run nothing.

import fc from 'fast-check';
import { fromHtml } from 'hast-util-from-html';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { renderForeign, renderForeignInline } from '.';

/** Everything in the HTML that could run or fetch: elements, handlers, addresses. */
function dangers(html: string): string[] {
  const found: string[] = [];
  visit(fromHtml(html, { fragment: true }), 'element', (node) => {
    if (/^(script|style|iframe|object|embed|img|image|video|audio|source|link|meta|base|form|input|button|textarea|template)$/.test(node.tagName) && node.properties.type !== 'checkbox')
      found.push(node.tagName);
    for (const [name, value] of Object.entries(node.properties)) {
      if (/^on/i.test(name) || name === 'srcDoc') found.push(name);
      if (/^(href|src|xLinkHref|action|formAction|data)$/i.test(name) && !/^(https?:|mailto:|#|\/(?!\/)|$)/i.test(String(value))) found.push(`${name}=${String(value)}`);
    }
  });
  return found;
}

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <b onclick="x()">b</b>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](  javascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](//evil.example)',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x][1]\n\n[1]: https://evil.example/pixel.png',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\htmlClass{x}{y}$',
  '$\\includegraphics{https://evil.example/x.png}$',
  '```html\n<script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '$\\text{<img src=x onerror=alert(1)>}$',
  '| <iframe src=x> | b |\n|---|---|\n| </table><script>x</script> | d |',
  '- [ ] <input autofocus onfocus=x>',
  'x[^1]\n\n[^1]: <script>x</script>',
];

describe('text of others', () => {
  test.each(attacks)('%s', async (text) => {
    const html = await renderForeign(text).catch((error: Error) => {
      expect(error.message).toMatch(/KaTeX/);
      return '';
    });
    expect(dangers(html)).toEqual([]);
  });

  test('pieces of attacks in any order', async () => {
    const piece = fc.oneof(fc.constantFrom(...attacks, '<', '>', '"', "'", '](', '![', '`', '$', '\n', '\n\n', '&#106;', '\\', '<!--', '-->', '<![CDATA[', '<?x'), fc.string({ maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const html = await renderForeign(pieces.join('')).catch(() => '');
        expect(dangers(html)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps what it is for: formulas, code, emphasis, links', async () => {
    expect(await renderForeignInline('Is $n^2$ **large**? See [this](https://example.org/).')).toMatch(/katex.*<strong>large<\/strong>\? See <a href="https:\/\/example.org\/">this<\/a>\.$/s);
    expect(await renderForeign('```ts\nconst a = 1;\n```')).toContain('<pre class="code" tabindex="0">');
    expect(await renderForeign('a <b>b</b>')).toBe('<p>a &#x3C;b>b&#x3C;/b></p>');
  });

  test('says which formula it cannot read', async () => {
    await expect(renderForeign('$\\frac{1$')).rejects.toThrow(/KaTeX/);
  });
});
