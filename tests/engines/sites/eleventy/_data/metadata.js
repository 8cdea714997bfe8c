// What the site says of itself.
export default {
	title: "An Eleventy site",
	url: "https://eleventy.example/",
	language: "en",
	description: "What this site is about.",
	author: {
		name: "Ada", // the only one
		email: "ada@eleventy.example",
	},
};
