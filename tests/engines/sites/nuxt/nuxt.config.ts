// https://nuxt.com/docs/api/configuration/nuxt-config
export default defineNuxtConfig({
  modules: ['@nuxt/content', '@nuxtjs/seo'],
  site: {
    url: 'https://nuxt.example',
    name: 'A Nuxt site',
    description: 'What this site is about.',
    defaultLocale: 'en',
  },
  compatibilityDate: '2024-04-03',
})
