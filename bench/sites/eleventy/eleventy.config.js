// A minimal layout of its own: posts, list pages of ten, tags and RSS.
import { feedPlugin } from "@11ty/eleventy-plugin-rss";
import markdownIt from "markdown-it";

const markdown = markdownIt({ html: true });

export default function (config) {
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: "/feed.xml",
    collection: { name: "posts", limit: 20 },
    metadata: {
      language: "en",
      title: "Nights on the bridge",
      base: "https://example.com/deployments/",
      author: { name: "The team" },
    },
  });
  config.setFrontMatterParsingOptions({ excerpt: true, excerpt_separator: "<!-- more -->" });
  config.addCollection("posts", (all) => all.getFilteredByGlob("content/posts/*.md"));
  config.addCollection("newest", (all) => all.getFilteredByGlob("content/posts/*.md").reverse());
  config.addCollection("tagPages", (all) => pagesOfTags(all.getFilteredByGlob("content/posts/*.md").reverse()));
  config.addFilter("markdown", (text) => markdown.render(text ?? ""));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "content", includes: "../_includes", output: "output" } };
}

function pagesOfTags(posts) {
  const tagged = new Map();
  for (const post of posts) {
    for (const tag of post.data.tags ?? []) {
      tagged.set(tag, [...(tagged.get(tag) ?? []), post]);
    }
  }
  return [...tagged.keys()].sort().flatMap((tag) => pagesOf(tag, tagged.get(tag)));
}

function pagesOf(tag, posts) {
  const count = Math.ceil(posts.length / 10);
  return Array.from({ length: count }, (_, at) => ({
    tag,
    number: at + 1,
    count,
    posts: posts.slice(10 * at, 10 * at + 10),
  }));
}
