import { defineConfig } from 'vitepress'
export default async () => defineConfig({
  title: 'Async', base: '/base/', lang: 'de', cleanUrls: true, srcDir: './src',
  sitemap: { hostname: 'https://v.example/base/' },
})
