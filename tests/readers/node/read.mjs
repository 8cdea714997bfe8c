// Reads feeds at the addresses given, with two libraries; prints what each of them found as JSON.
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

const found = {};
for (const url of process.argv.slice(2)) {
  const text = await (await fetch(url)).text();
  const { format, feed } = parseFeed(text);
  const entries = feed.entries ?? feed.items;
  found[url] = {
    feedsmith: {
      format,
      title: feed.title?.value ?? feed.title,
      entries: entries.map((entry) => [
        entry.id ?? entry.guid.value,
        entry.title?.value ?? entry.title,
        (entry.content?.value ?? entry.content?.encoded ?? entry.content_html),
      ]),
    },
  };
  if (format !== "json") {
    const parsed = await new Parser().parseURL(url);
    found[url].rssParser = {
      title: parsed.title,
      self: parsed.feedUrl,
      entries: parsed.items.map((item) => [item.id ?? item.guid, item.title, item.link]),
    };
  }
}
console.log(JSON.stringify(found));
