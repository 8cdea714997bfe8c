import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://a.example', srcDir: './app', outDir: './www', base: 'x/y' });
