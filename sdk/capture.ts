// What the address of a page says is read by `captureTouch` of the contract, which the Worker shares; this is what is done to it.

/**
 * Takes parameters out of the address bar, so that a copied address does not credit a stranger's code. History state, hash and
 * every other parameter stay as they are, byte for byte; there is no new history entry.
 */
export function dropParams(names: readonly string[]): void {
  const url = new URL(location.href);
  const pairs = url.search.slice(1).split('&');
  url.search = pairs.filter((pair) => !names.includes(pair.split('=')[0] ?? '')).join('&');
  // The whole address, not its path: `//name` would be read as another host.
  history.replaceState(history.state, '', url);
}
