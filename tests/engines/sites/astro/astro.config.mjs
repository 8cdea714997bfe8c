// @ts-check
import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { SITE_URL } from './src/consts';

export default defineConfig({
  site: SITE_URL,
  base: '/b',
  integrations: [mdx()],
});
