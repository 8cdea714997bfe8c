async function config() {
  return { title: 'Fn2', lang: 'en-GB', ignoreDeadLinks: true, srcExclude: ['README.md', '**/TODO.md'], sitemap: { hostname: 'https://v.example' } }
}
export default config
