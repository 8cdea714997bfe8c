import { writeFileSync } from 'node:fs'

import { viteBundler } from '@vuepress/bundler-vite'
import { blogPlugin } from '@vuepress/plugin-blog'
import { defaultTheme } from '@vuepress/theme-default'
import { defineUserConfig } from 'vuepress'

export default defineUserConfig({
  lang: 'en-US',
  base: '/base/',
  title: 'A VuePress site',
  description: 'About it.',
  bundler: viteBundler(),
  theme: defaultTheme({ hostname: 'https://vuepress.example', logo: null }),
  plugins: [
    blogPlugin({
      filter: ({ filePathRelative, frontmatter }) =>
        Boolean(filePathRelative) && !frontmatter.home && filePathRelative.startsWith('posts/'),
      getInfo: ({ frontmatter, title }) => ({ title, tag: frontmatter.tag || [] }),
    }),
    // What VuePress knows of its pages, for the comparison.
    {
      name: 'pages',
      onGenerated: (app) => {
        const told = app.pages
          .filter(({ date }) => date !== '0000-00-00')
          .map(({ path, title, date, frontmatter }) => [path, title, new Date(frontmatter.date ?? date)])
        writeFileSync(app.dir.dest('pages.json'), JSON.stringify(told))
      },
    },
  ],
})
