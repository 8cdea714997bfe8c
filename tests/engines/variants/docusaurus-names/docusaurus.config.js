export default {
  title: 'D', url: 'https://d.example', baseUrl: '/sub/', onBrokenLinks: 'ignore', onBrokenMarkdownLinks: 'ignore', 

  presets: [['classic', { docs: false, pages: false, blog: { showReadingTime: true, feedOptions: { type: 'all', limit: false }, onInlineTags: 'ignore', onInlineAuthors: 'ignore', onUntruncatedBlogPosts: 'ignore' }, theme: {} }]],

};
