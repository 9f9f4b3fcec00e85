// The element that the fragment of an address names: a `%` may be one of its id.
const anchored = (fragment) => {
  const id = fragment.slice(1);
  try {
    return document.getElementById(decodeURIComponent(id));
  } catch {
    return document.getElementById(id);
  }
};
