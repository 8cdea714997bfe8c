export default {
  title: 'D', url: 'https://d.example', baseUrl: '/sub/', onBrokenLinks: 'ignore', onBrokenMarkdownLinks: 'ignore', trailingSlash: false,

  presets: [['classic', { docs: false, pages: false, blog: { feedOptions: { type: 'all', limit: false }, onUntruncatedBlogPosts: 'ignore' }, theme: {} }]],
  plugins: [['@docusaurus/plugin-content-blog', { id: 'news', routeBasePath: 'news', path: './news', feedOptions: { type: 'all', limit: false } }], ['@docusaurus/plugin-content-blog', { id: 'rel', routeBasePath: 'r/releases', path: 'releases', feedOptions: { type: 'all', limit: false } }]],
};
