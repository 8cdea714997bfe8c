import { defineCollection, defineContentConfig } from '@nuxt/content'
import { z } from 'zod'

export default defineContentConfig({
  collections: {
    blog: defineCollection({
      type: 'page',
      source: { include: '1.blog/**/*.md', exclude: ['**/-*.md'] },
      schema: z.object({ date: z.date(), tags: z.array(z.string()).optional() }),
    }),
    notes: defineCollection({
      type: 'page',
      source: { include: '2.notes/**', prefix: '/log/' },
      schema: z.object({ date: z.date() }),
    }),
  },
})
