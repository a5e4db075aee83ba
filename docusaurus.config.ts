import type { Config } from '@docusaurus/types';
import type { Options as DocsOptions } from '@docusaurus/plugin-content-docs';
import remarkMath from 'remark-math';
import { fontsScript } from './src/plugins/book/fonts';
import remarkBook from './src/plugins/book/remark';

const title = 'Scalars to Clusters';

const docs: DocsOptions = {
  path: 'docs',
  routeBasePath: '/',
  sidebarPath: './sidebars.ts',
  remarkPlugins: [remarkMath, remarkBook],
  breadcrumbs: false,
  async sidebarItemsGenerator({ defaultSidebarItemsGenerator, docs: all, ...rest }) {
    const items = await defaultSidebarItemsGenerator({ docs: all, ...rest });
    const labels = new Map(all.map((d) => [d.id, `${d.frontMatter.chapter as number} · ${(d.frontMatter.shortTitle as string | undefined) ?? d.title}`]));
    const chapter = (id: string) => ({ type: 'doc' as const, id, label: labels.get(id) });
    return items.map((item) => {
      if (item.type !== 'category') return item;
      // A chapter is a folder with an index: a link, not a category of its own.
      const chapters = item.items.map((i) => (i.type === 'category' && i.link?.type === 'doc' ? chapter(i.link.id) : i.type === 'doc' ? chapter(i.id) : i));
      return { ...item, items: chapters, collapsible: false };
    });
  },
};

const config: Config = {
  title,
  tagline: 'Machine Learning Systems You Can Run',
  favicon: 'img/favicon.svg',
  url: process.env.BOOK_URL ?? 'http://localhost:3000',
  baseUrl: process.env.BOOK_BASE ?? '/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  markdown: { hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
  staticDirectories: ['static', '.generated/static'],
  future: { v4: true, faster: true },
  plugins: [
    ['@docusaurus/plugin-content-docs', docs],
    ['@docusaurus/plugin-content-pages', { path: 'src/pages' }],
    ['@docusaurus/plugin-sitemap', { lastmod: null, changefreq: null, priority: null }],
    './src/plugins/book/index.ts',
  ],
  themes: [['@docusaurus/theme-classic', { customCss: ['./src/css/tokens.css', './src/css/fonts.css', './src/css/book.css'] }]],
  headTags: [
    { tagName: 'script', attributes: {}, innerHTML: fontsScript(process.env.BOOK_BASE ?? '/') },
    { tagName: 'link', attributes: { rel: 'stylesheet', href: `${process.env.BOOK_BASE ?? '/'}katex/katex.min.css` } },
    { tagName: 'meta', attributes: { name: 'color-scheme', content: 'light dark' } },
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    docs: { sidebar: { hideable: false } },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
    navbar: {
      title,
      items: [
        { type: 'docSidebar', sidebarId: 'book', label: 'Chapters', position: 'left' },
        { to: '/labs', label: 'Labs', position: 'left' },
        { to: '/glossary', label: 'Glossary', position: 'left' },
        { to: '/progress', label: 'Progress', position: 'left' },
        { to: '/teach', label: 'Teach', position: 'left' },
        { to: '/about', label: 'About', position: 'left' },
      ],
    },
    footer: {
      // The menu of a phone needs a script; these links do not.
      links: [
        { label: 'Contents', to: '/' },
        { label: 'Labs', to: '/labs' },
        { label: 'Glossary', to: '/glossary' },
        { label: 'Progress', to: '/progress' },
        { label: 'Teach', to: '/teach' },
        { label: 'About', to: '/about' },
      ],
      copyright:
        'Text and figures <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. Code MIT. No account, no tracking: your work stays in this browser.',
    },
  },
};

export default config;
