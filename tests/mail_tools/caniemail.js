// Prints, as JSON, the features of the letter on stdin that each family of mail programs lacks.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const html = readFileSync(0, "utf8");
const missing = {};
for (const family of ["gmail.*", "outlook.windows", "apple-mail.*", "yahoo.*"]) {
  const { errors } = caniemail({ clients: [family], html }).issues;
  const titles = [...errors.values()].flat().map((issue) => issue.title);
  missing[family] = [...new Set(titles)].sort();
}
console.log(JSON.stringify(missing));
