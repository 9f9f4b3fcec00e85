// The calls that a coding agent makes for one item of a docs folder, as a page of Markdown.
//
//   node benches/agent.mjs BIN DOCS ITEM QUERY SECTION
//
// It searches QUERY, traces ITEM, reads SECTION of the specification that governs it, and asks for
// the impact of a change of the item's file. Tokens are those of o200k, by the npm package
// `gpt-tokenizer`, which is looked for where the command runs.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { overStdio } from "../tests/browser/lib/mcp.mjs";

const [binary, docs, item, query, section] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.cwd()}/here.js`));
const { encode } = require("gpt-tokenizer/encoding/o200k_base");
const tokens = (text) => encode(text).length;

const agent = await overStdio(process.cwd(), [docs], binary);
const rows = [];
async function call(name, args) {
  const result = await agent.callTool({ name, arguments: args });
  const { text } = result.content[0];
  console.log(`### ${name}\n\n\`\`\`json\n${JSON.stringify(args)}\n\`\`\`\n\n\`\`\`\`text\n${text.trimEnd()}\n\`\`\`\`\n`);
  rows.push([name, tokens(text), tokens(JSON.stringify(result.structuredContent))]);
  return result.structuredContent;
}

const { tools } = await agent.listTools();
rows.push(["(the list of tools)", tokens(JSON.stringify(tools)), ""]);
await call("search", { query, limit: 3 });
const traced = await call("trace", { id: item });
const specification = traced.rows.find((row) => row.kind === "specification");
await call("read", { id: specification.id, section });
await call("impact", { paths: [traced.file.replace(/:\d+$/, "")] });
await agent.close();

console.log("| Call | Tokens as text | Tokens as fields |\n|---|---|---|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
