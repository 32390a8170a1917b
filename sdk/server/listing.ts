/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null on the last one. */
  readonly next: string | null;
}

/**
 * A list, newest first. Awaited, it is its first page; iterated, it is every item, each page asked for when it is reached.
 *
 * @example const { items, next } = await bothways.rewards.list({ state: 'review' });
 * @example for await (const reward of bothways.rewards.list({ state: 'review' })) console.log(reward.formatted);
 */
export interface Listing<Item> extends Promise<Page<Item>>, AsyncIterable<Item> {
  /** Every page, for work done a page at a time. */
  readonly pages: () => AsyncIterable<Page<Item>>;
}

/** Makes a list of a function that reads one page; the first page is asked for at once, and only once. */
export function createListing<Item>(
  cursor: string | undefined,
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Listing<Item> {
  const first = readPage(cursor);

  async function* pages(): AsyncGenerator<Page<Item>> {
    let page = await first;
    yield page;
    // A page that leads to itself would never end.
    for (let seen = cursor; page.next !== null && page.next !== seen;) {
      seen = page.next;
      page = await readPage(seen);
      yield page;
    }
  }

  async function* items(): AsyncGenerator<Item> {
    for await (const page of pages()) yield* page.items;
  }

  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
