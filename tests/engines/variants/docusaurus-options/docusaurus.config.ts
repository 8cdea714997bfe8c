import type {Config} from '@docusaurus/types';
import type * as Preset from '@docusaurus/preset-classic';
const config: Config = {
  title: 'Dyn', url: 'https://d.example', baseUrl: process.env.BASE ?? '/', onBrokenLinks: 'ignore',
  presets: [
    ['classic', { docs: false, pages: false,
      blog: { include: ['**/*.{md,mdx}'], exclude: ['**/skip/**'], routeBasePath: 'blog', archiveBasePath: null, onUntruncatedBlogPosts: 'ignore', feedOptions: { type: 'all', limit: false } },
    } satisfies Preset.Options],
  ],
};
export default async function createConfigAsync() { return config; }
