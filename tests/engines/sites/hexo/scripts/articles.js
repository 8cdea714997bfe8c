/* global hexo */
hexo.extend.generator.register("articles", (locals) => ({
  path: "articles.json",
  data: JSON.stringify(
    locals.posts.sort("-date").map((post) => ({
      file: post.source,
      url: post.permalink,
      date: post.date.toISOString(),
      updated: post.updated.toISOString(),
      title: post.title,
      tags: post.tags.map((tag) => tag.name).sort(),
      categories: post.categories.map((category) => category.name).sort(),
    })),
  ),
}));
