// A CloudFront Function for viewer requests, runtime cloudfront-js-2.0.
// It serves folder/index.html for folder/, and sends folder to folder/.
const SITE = "SITE-PATH";

// Redirects go only to such paths: with // or a backslash, the target would be another host.
const PLAIN = /^(\/[\w.~!$&'()*+,;=:@%-]+)+$/;

function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (!uri.startsWith(SITE) && uri + "/" !== SITE) return request;
  if (uri.endsWith("/")) {
    request.uri = uri + "index.html";
    return request;
  }
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  if (name.includes(".") || !PLAIN.test(uri)) return request;
  // The query, unchanged. The console's test event has none.
  const query = request.rawQueryString();
  return {
    statusCode: 301,
    statusDescription: "Moved Permanently",
    headers: {
      location: { value: uri + "/" + (query ? "?" + query : "") },
      "cache-control": { value: "private, no-cache" },
    },
  };
}
