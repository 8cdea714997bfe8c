// @ts-check
const path = 'news';

/** @type {import('@docusaurus/types').Config} */
const config = {
  title: 'A Docusaurus site',
  tagline: 'What this site is about.',
  url: 'https://docusaurus.example',
  baseUrl: '/d/',
  onBrokenLinks: 'ignore',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [
    [
      'classic',
      {
        docs: false,
        blog: {
          routeBasePath: path,
          feedOptions: { type: ['rss', 'atom', 'json'], limit: false, xslt: false },
          onUntruncatedBlogPosts: 'ignore',
          onInlineAuthors: 'ignore',
          onInlineTags: 'ignore',
        },
      },
    ],
  ],
};

export default config;
