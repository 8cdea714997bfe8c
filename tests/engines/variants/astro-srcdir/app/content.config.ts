import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';
const blog = defineCollection({ loader: glob({ pattern: '**/*.{md,mdx}', base: './app/content/blog' }), schema: z.object({ title: z.string(), date: z.date(), permalink: z.string().optional() }) });
export const collections = { blog };