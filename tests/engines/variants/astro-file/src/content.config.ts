import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const posts = defineCollection({ loader: glob({ pattern: ['**/*.md', '!drafts/**'], base: 'src/posts' }), schema: z.object({ title: z.string(), pubDate: z.coerce.date(), draft: z.boolean().optional() }) });
export const collections = { posts };