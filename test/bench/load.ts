import autocannon from 'autocannon';

const CONNECTIONS = 8;
const SECONDS = 4;
const ROUNDS = 3;

export interface Target {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each request, so that an order is another order each time. */
  readonly body?: () => string;
}

/** Requests a second, the best of the rounds: noise of the machine only ever takes away. */
export interface Measured {
  readonly ours: number;
  readonly bare: number;
}

/** Measures two targets in turn, so that both see the same moods of the machine. */
export async function compare(ours: Target, bare: Target): Promise<Measured> {
  const best = { ours: 0, bare: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    best.ours = Math.max(best.ours, await rate(ours));
    best.bare = Math.max(best.bare, await rate(bare));
  }
  return best;
}

async function rate({ url, method, headers = {}, body }: Target): Promise<number> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method,
        headers: { ...headers },
        ...(body ? { setupRequest: (request) => ({ ...request, body: body() }) } : {}),
      },
    ],
  });
  // A fast refusal is no throughput.
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} refusals and ${result.errors} errors of ${result.requests.total}`);
  }
  return result.requests.average;
}
