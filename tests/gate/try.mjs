// node tests/gate/try.mjs: this documentation behind the gate, with a provider on this machine.
//
// Builds the docs, publishes them into a temporary folder, and serves them until Ctrl-C to those whom the provider
// knows. Needs a built bf-docs (`BF_DOCS_BIN`, or target/debug/bf-docs) and `npm ci --prefix tests/browser`.
import { once } from "node:events";
import { gate } from "../browser/lib/gate.mjs";
import { PEOPLE } from "../browser/lib/providers.mjs";
import { ownDocs } from "../browser/lib/site.mjs";

const ends = [];
const served = await gate({ after: (end) => ends.push(end) }, { site: ownDocs(), settings: { name: "bf-docs" } });
const may = ([, { hd, email_verified: verified }]) => hd === "example.com" && verified;
const names = (people) => people.map(([address]) => address).join(", ");
const people = Object.entries(PEOPLE);
console.log(`The docs are at ${served.url}/
  these may read:     ${names(people.filter(may))}
  these may not:      ${names(people.filter((person) => !may(person)))}
  to sign out:        ${served.url}/.gate/out
  to lock one out:    bf-docs gate deny ann@example.com --from file://${served.place}
Ctrl-C ends it.`);
await once(process, "SIGINT");
for (const end of ends.reverse()) await end();
process.exit(0);
