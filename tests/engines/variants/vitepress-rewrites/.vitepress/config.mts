import { defineConfig } from 'vitepress'
export default defineConfig({
  title: 'R', sitemap: { hostname: 'https://v.example' },
  rewrites: {
    'posts/:year/:slug.md': 'blog/:slug.md',
    'special.md': 'moved/here.md',
    'packages/:pkg/src/:rest*': ':pkg/:rest*',
  }
})
