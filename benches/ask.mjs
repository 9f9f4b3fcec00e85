// node benches/ask.mjs BF_DOCS SET=TREE...: how well `bf-docs ask` answers.
//
// SET is the name of a file in tests/questions, TREE a folder with `docs`, which its questions are about, and a content
// map, if it has one. Builds each tree, asks each question, and prints the shares of questions with a right passage among
// the first three, of those without an answer that are refused, and of those with one that are refused; then the wrong
// states, of the questions that have one. `--show` prints what went wrong.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [binary, ...rest] = process.argv.slice(2);
const show = rest.includes("--show");
const sets = rest.filter((word) => word !== "--show").map((word) => word.split("="));
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

// The words of a text, whatever marks Markdown and the search have around them.
const words = (text) =>
  text
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/\{#[^}]*\}/g, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(" ") ?? "";

const isRight = (passage, answer) => {
  const [said, wanted] = [words(passage.text), words(answer.text)];
  const isShort = said.length < 20 && said !== wanted;
  return passage.file === answer.file && (said.includes(wanted) || (!isShort && wanted.includes(said)));
};

const share = (part, whole) => (part / whole.length).toFixed(2);

for (const [name, tree] of sets) {
  const folder = join(scratch, name);
  cpSync(join(tree, "docs"), join(folder, "docs"), { recursive: true });
  const map = join(tree, "content-map.toml");
  if (existsSync(map)) cpSync(map, join(folder, "content-map.toml"));
  try {
    execFileSync(resolve(binary), ["build", "--out", "site"], { cwd: folder, stdio: "ignore" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  const lines = readFileSync(new URL(`../tests/questions/${name}.jsonl`, import.meta.url), "utf8").trim().split("\n");
  const asked = lines.map((line) => {
    const question = JSON.parse(line);
    const json = execFileSync(resolve(binary), ["ask", "--site", "site", "--format", "json", "--", question.question], {
      cwd: folder,
    });
    const answer = JSON.parse(json);
    const right = answer.passages.slice(0, 3).some((passage) => question.answers.some((wanted) => isRight(passage, wanted)));
    const state = Boolean(question.state) && (answer.state ?? "unknown") !== question.state;
    return { question, answer, right, state };
  });
  const answered = asked.filter(({ question }) => question.answers.length);
  const without = asked.filter(({ question }) => !question.answers.length);
  const isRefused = ({ answer }) => answer.refused;
  console.log(
    `${name}: right ${share(answered.filter(({ right }) => right).length, answered)},`,
    `rightly refused ${share(without.filter(isRefused).length, without)},`,
    `wrongly refused ${share(answered.filter(isRefused).length, answered)},`,
    `wrong states ${asked.filter(({ state }) => state).length} of ${asked.filter(({ question }) => question.state).length}`,
  );
  if (!show) continue;
  for (const { question, answer, right, state } of asked) {
    const isWrong = question.answers.length ? !right : !answer.refused;
    if (!isWrong && !state) continue;
    console.log(`- ${question.question}\n    wanted: ${question.state ?? ""} ${question.answers[0]?.text ?? "a refusal"}`);
    console.log(`    got: ${answer.state ?? ""} ${answer.refused ? "refused" : ""}`);
    for (const passage of answer.passages) console.log(`    > ${passage.file}: ${passage.text.slice(0, 100)}`);
  }
}
