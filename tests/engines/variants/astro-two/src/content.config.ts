import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './content/blog' }), schema: z.object({ title: z.string(), pubDate: z.coerce.date(), draft: z.boolean().optional() }) });
const notes = defineCollection({ loader: glob({ pattern: '*.md', base: './content/notes' }), schema: z.object({ title: z.string(), pubDate: z.coerce.date(), draft: z.boolean().optional() }) });
export const collections = { blog, 'short-notes': notes };