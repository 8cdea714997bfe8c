const feedOptions = { type: 'all', limit: false };

export default {
  title: 'In two languages',
  url: 'https://d.example',
  baseUrl: '/sub/',
  onBrokenLinks: 'ignore',
  i18n: {
    defaultLocale: 'en',
    locales: ['en', 'fr'],
    localeConfigs: { fr: { label: 'Français', htmlLang: 'fr-FR' } },
  },
  presets: [['classic', { docs: false, pages: false, blog: { feedOptions, onUntruncatedBlogPosts: 'ignore' } }]],
  plugins: [
    [
      '@docusaurus/plugin-content-blog',
      { id: 'news', path: 'community/news', routeBasePath: 'community', feedOptions, onUntruncatedBlogPosts: 'ignore' },
    ],
  ],
};
