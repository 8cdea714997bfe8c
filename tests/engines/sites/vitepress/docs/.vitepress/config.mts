import { defineConfig } from 'vitepress'

const hostname = 'https://vitepress.example'

// https://vitepress.dev/reference/site-config
export default defineConfig({
  title: "A VitePress site",
  description: "What this site is about.",
  base: '/v/',
  cleanUrls: true,
  sitemap: { hostname },
  srcExclude: ['**/README.md'],
})
