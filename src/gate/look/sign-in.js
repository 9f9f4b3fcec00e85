// The server never sees the anchor of an address, so it goes along with the link.
const link = document.getElementById("sign-in");
if (link) {
  const start = new URL(link.href);
  const target = start.searchParams.get("to");
  const take = () => {
    if (target === null) return;
    start.searchParams.set("to", target + location.hash);
    link.href = start.href;
  };
  take();
  addEventListener("hashchange", take);
  // The reader may have signed in in another tab.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || target === null) return;
    const answer = await fetch(location.href, { method: "HEAD" }).catch(() => undefined);
    if (answer?.ok) location.reload();
  });
}
