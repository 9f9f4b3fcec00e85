// The conformance suite imports `globSync`, which Node has from version 22 on, and does not call it
// to test a server.
import { register } from "node:module";

const data = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const fs = data('export * from "node:fs"; export { default } from "node:fs"; export const globSync = () => [];');
register(data(`export async function resolve(name, context, next) {
  if (name === "fs" && context.parentURL?.includes("/conformance/")) return { url: ${JSON.stringify(fs)}, shortCircuit: true };
  return next(name, context);
}`));
