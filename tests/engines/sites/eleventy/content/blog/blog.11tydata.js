export default {
	tags: ["posts"],
	author: "Grace",
};
