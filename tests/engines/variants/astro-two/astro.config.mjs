import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://a.example', trailingSlash: 'always' });
