// After the build: a page that is only read runs no script. The bundle's script tags give way to a small loader that adds
// them on the first pointerdown, keydown or focus, or when a live part (data-live) comes within 300 px of the view.
// A button pressed before the page was hydrated is pressed again after it.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bundleTag = /<script src="?([^"\s>]+)"? defer(?:="")?><\/script>/g;

/** The loader as text; `urls` are the bundle's scripts in order. Runs in the page as it stands. */
function loader(urls: string[]): string {
  const body = function (scripts: string[]) {
    const root = document.documentElement;
    let started = false;
    let pressed: HTMLElement | null = null;
    function start() {
      if (started) return;
      started = true;
      for (const src of scripts) {
        const script = document.createElement('script');
        script.src = src;
        script.async = false;
        document.head.append(script);
      }
    }
    for (const type of ['pointerdown', 'keydown', 'focusin']) addEventListener(type, start, { capture: true, once: true });
    addEventListener(
      'click',
      function (event) {
        if ('hydrated' in root.dataset) return;
        const target = (event.target as Element).closest<HTMLElement>('button:not([popovertarget])');
        if (!target) return;
        event.preventDefault();
        event.stopPropagation();
        pressed = target;
      },
      true,
    );
    document.addEventListener('book:hydrated', function () {
      const target = pressed;
      pressed = null;
      if (target) setTimeout(() => target.click(), 0);
    });
    // A link to a state of a figure (#fig-<id>=…) leads to the figure, as one to its id does; a reload stays where it was.
    const linked = /[#&]fig-([a-z0-9-]+)=/.exec(location.hash);
    const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (linked && visit?.type === 'navigate') document.getElementById(`figure-${linked[1]}`)?.scrollIntoView();
    const live = document.querySelectorAll('[data-live]');
    if (live.length && 'IntersectionObserver' in window) {
      const observer = new IntersectionObserver(
        function (entries) {
          if (!entries.some((e) => e.isIntersecting)) return;
          observer.disconnect();
          start();
        },
        { rootMargin: '300px' },
      );
      live.forEach((e) => observer.observe(e));
    }
  };
  return `(${body.toString()})(${JSON.stringify(urls)})`;
}

function htmlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return htmlFiles(path);
    return entry.name.endsWith('.html') ? [path] : [];
  });
}

/** Replaces the script tags of every page under `outDir`. Throws when a page has none: the theme has changed then. */
export function hydrateOnFirstUse(outDir: string): void {
  for (const file of htmlFiles(outDir)) {
    const html = readFileSync(file, 'utf8');
    // A page beside the book (join/) is as it should be.
    if (!html.includes('__docusaurus')) continue;
    const urls = [...html.matchAll(bundleTag)].map((m) => m[1]!);
    if (/id="?__docusaurus"?><div style="text-align:center/.test(html)) throw new Error(`${file}: the page failed to render on the server; open it in the browser for the error`);
    if (urls.length === 0) throw new Error(`${file}: no bundle scripts found; has Docusaurus changed how it writes them?`);
    // The theme switch is disabled until hydration; enabled, its first press is kept and repeated like any other.
    const bare = html.replace(bundleTag, '').replace(/(<button[^>]*?) disabled(?:="")?(?=[^>]*aria-label="Switch between)/g, '$1');
    writeFileSync(file, bare.replace('</body>', () => `<script>${loader(urls)}</script></body>`));
  }
}
