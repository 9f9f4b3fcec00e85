// The search script of a built site, with the names of its modules made accessible.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NAMES = "RULES Reader Trouble respelled excerpt read sought stem term words".split(" ");

/** The text of a built site's search. */
export const scriptOf = (site) => {
  const folder = join(site, "assets");
  const file = readdirSync(folder).find((name) => /^search\.[0-9a-f]+\.js$/.test(name));
  return readFileSync(join(folder, file), "utf8");
};

/** The rules in a script, and the script around them. */
export const apart = (script) => {
  // No text of the rules has this bracket and semicolon.
  const [whole, rules] = /^const RULES=(\{.*?\});/m.exec(script);
  const code = script.replace(whole, "").replace(/export\{[^}]*\};\s*$/, "");
  return { rules, code };
};

/** The declarations of a script's modules, run with these rules. */
export const run = (code, rules) => new Function("RULES", `${code}\nreturn{${NAMES.join(",")}};`)(rules);

/** The modules of a built site. */
export const bundleOf = (site) => {
  const { rules, code } = apart(scriptOf(site));
  return run(code, JSON.parse(rules));
};
