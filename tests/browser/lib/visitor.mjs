// A reader without a browser: it keeps cookies, follows nothing, and sends exactly what a test
// says. Node's own `fetch` sends `Sec-Fetch-Mode: cors`, and tidies up addresses.
import { request } from "node:http";

/** The headers of a browser that opens a page. */
const NAVIGATION = { Accept: "text/html,*/*;q=0.8", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none" };

/** A `Set-Cookie` header: name, value and attributes, whose names are in lower case. */
function cookieOf(header) {
  const [pair, ...rest] = header.split(";").map((part) => part.trim());
  const attributes = Object.fromEntries(rest.map((part) => {
    const [name, ...value] = part.split("=");
    return [name.toLowerCase(), value.join("=")];
  }));
  const at = pair.indexOf("=");
  const gone = Number(attributes["max-age"] ?? 1) <= 0 || new Date(attributes.expires ?? Infinity) <= new Date();
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes, gone, header };
}

/** True unless a browser refuses the cookie because of the prefix in its name. */
const isKept = ({ name, attributes }) => !name.startsWith("__Host-") || ("secure" in attributes && attributes.path === "/" && !("domain" in attributes));

export class Visitor {
  #jar = new Map();

  /** The cookies for a host, which the test may read and change: browsers tell no ports apart. */
  cookies(host = "localhost") {
    if (!this.#jar.has(host)) this.#jar.set(host, new Map());
    return this.#jar.get(host);
  }

  /** Another browser with the same cookies. */
  copy() {
    const other = new Visitor();
    for (const [host, cookies] of this.#jar) for (const [name, value] of cookies) other.cookies(host).set(name, value);
    return other;
  }

  /** The answer to one request. `path` replaces the address's own and is sent as it is. */
  async ask(address, { method = "GET", path, headers = {}, body } = {}) {
    const url = new URL(address);
    const jar = this.cookies(url.hostname);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = { ...NAVIGATION, ...(cookie && { Cookie: cookie }), ...headers };
    for (const name of Object.keys(sent)) if (sent[name] === undefined) delete sent[name];
    const response = await new Promise((done, failed) => {
      const options = { method, headers: sent, agent: false, host: url.hostname, port: url.port, path: path ?? url.pathname + url.search };
      request(options, done).on("error", failed).end(body);
    });
    const parts = [];
    for await (const part of response) parts.push(part);
    const set = (response.headers["set-cookie"] ?? []).map(cookieOf);
    for (const made of set.filter(isKept)) {
      if (made.gone) jar.delete(made.name);
      else jar.set(made.name, made.value);
    }
    const { location } = response.headers;
    return { status: response.statusCode, headers: response.headers, set, location: location && new URL(location, url).href, text: Buffer.concat(parts).toString() };
  }
}
