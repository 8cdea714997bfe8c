export default defineNuxtConfig({
  modules: ['@nuxt/content'],
  app: { baseURL: '/base/', head: { title: 'A Nuxt site', htmlAttrs: { lang: 'en' } } },
  runtimeConfig: { public: { siteUrl: 'https://nuxt.example' } },
  content: { experimental: { sqliteConnector: 'native' } },
  nitro: { prerender: { routes: ['/pages.json'], crawlLinks: false } },
  compatibilityDate: '2025-01-01',
})
