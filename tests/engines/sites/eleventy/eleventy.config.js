import { feedPlugin } from "./feed.js";

export default function (eleventyConfig) {
	eleventyConfig.addPlugin(feedPlugin, {
		type: "atom",
		outputPath: "/feed/feed.xml",
		collection: { name: "posts", limit: 12 },
		metadata: { language: "en", title: "Not this one", base: "https://eleventy.example/" },
	});
	eleventyConfig.addFilter("month", (date) => date.toISOString().slice(0, 7));
	eleventyConfig.addFilter("json", (value) => JSON.stringify(value));
}

export const config = {
	templateFormats: ["md", "njk"],
	dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
};
