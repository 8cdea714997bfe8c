import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://a.example', i18n: { defaultLocale: 'en', locales: ['en','fr'], routing: { prefixDefaultLocale: true } } });
