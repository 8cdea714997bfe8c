// Stands for @11ty/eleventy-plugin-rss, so that the fixture needs no other package.
export function feedPlugin() {}
