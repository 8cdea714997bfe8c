// What Nuxt Content knows of its documents, for the comparison.
export default defineEventHandler(async (event) => {
  const found = [...await queryCollection(event, 'blog').all(), ...await queryCollection(event, 'notes').all()]
  return found.filter((page) => page.date && !page.draft).map(({ path, title, date }) => [path, title, date])
})
