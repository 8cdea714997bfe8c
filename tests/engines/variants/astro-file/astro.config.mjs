import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://a.example', base: '/docs/', trailingSlash: 'never', build: { format: 'file' } });
