/** What the demo shop sells; prices in cents of US dollars. */
export interface Product {
  readonly slug: string;
  readonly name: string;
  readonly line: string;
  readonly priceMinor: number;
}

export const CURRENCY = 'USD';

export const products: readonly Product[] = [
  { slug: 'morning-cup', name: 'Morning cup', line: 'Thrown by hand, glazed in oat.', priceMinor: 3_400 },
  { slug: 'supper-bowl', name: 'Supper bowl', line: 'Wide enough for soup and a good talk.', priceMinor: 4_800 },
  { slug: 'tall-jug', name: 'Tall jug', line: 'Pours without a drip, looks well empty.', priceMinor: 6_900 },
  { slug: 'salt-dish', name: 'Salt dish', line: 'Small, heavy, always on the table.', priceMinor: 1_900 },
];

export function findProduct(slug: string | undefined): Product | undefined {
  return products.find((product) => product.slug === slug);
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: CURRENCY });

/** `$34.00`. */
export const price = (amountMinor: number): string => dollars.format(amountMinor / 100);
