// The element that an address's fragment names. A `%` in it may be a part of the id.
const anchored = (fragment) => {
  const id = fragment.slice(1);
  try {
    return document.getElementById(decodeURIComponent(id));
  } catch {
    return document.getElementById(id);
  }
};
