import { describe, expect, it } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../../sdk/contract/problem.ts';
import * as sdk from '../../../sdk/server/index.ts';
import { examples } from '../../../worker/openapi/examples/index.ts';
import { problem, startApi, type Script } from './api.ts';

const order = { orderId: '1001', currency: 'USD', subtotalMinor: 5_900 };
const codes = Object.keys(PROBLEMS) as ProblemCode[];
const repeated: readonly ProblemCode[] = ['rate_limited', 'internal', 'busy'];
const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

describe('a write', () => {
  const failures: readonly [string, Script][] = [
    ['the connection breaks before the answer', { fault: 'drop' }],
    ['the connection breaks in the middle of the answer', { fault: 'cut' }],
    ['the answer does not come in time', { fault: 'stall' }],
    ['others are busy with the same thing', problem('busy')],
    ['too much was asked', { ...problem('rate_limited'), headers: { 'retry-after': '0' } }],
    ['the Worker fails', problem('internal')],
    ['a proxy in between fails', { status: 502, text: '<h1>Bad gateway</h1>' }],
  ];

  it.each(failures)('is repeated with the same idempotency key and body where %s', async (_, failure) => {
    await using api = await startApi([failure, failure, {}]);
    const reply = await api.client({ timeoutMs: 200 }).orders.report(order);
    expect(reply).toEqual(examples.reportOrder.reply);
    expect(api.seen).toHaveLength(3);
    expect(new Set(api.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(api.seen[0]?.headers['idempotency-key']).toMatch(/^[\w-]{36}$/);
    expect(new Set(api.seen.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('that is made anew has a key of its own, and a given key is used as it is', async () => {
    await using api = await startApi();
    const client = api.client();
    await client.orders.report(order);
    await client.orders.report(order);
    await client.orders.report(order, { idempotencyKey: 'order-1001-report' });
    const keys = api.seen.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('order-1001-report');
  });

  it('that failed for good says with which key it may be asked again', async () => {
    await using api = await startApi([{ fault: 'drop' }]);
    const error = await caught(api.client().orders.report(order));
    expect(error).toBeInstanceOf(sdk.NetworkError);
    expect(error).toMatchObject({
      code: 'network',
      call: 'POST /v1/orders',
      idempotencyKey: api.seen[0]?.headers['idempotency-key'],
    });
    expect(api.seen).toHaveLength(4);
  });
});

it('a read carries no idempotency key and is repeated too', async () => {
  await using api = await startApi([{ fault: 'drop' }, {}]);
  await api.client().shop.get();
  expect(api.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined]);
});

describe('a refusal', () => {
  it.each(codes.filter((code) => !repeated.includes(code)))('%s is an answer: never repeated', async (code) => {
    await using api = await startApi([problem(code)]);
    await caught(api.client().orders.report(order));
    expect(api.seen).toHaveLength(1);
  });

  it.each(repeated)('%s is repeated as often as the option says, and not more', async (code) => {
    await using api = await startApi([problem(code)]);
    await caught(api.client({ retry: { limit: 2, maxDelayMs: 1 } }).orders.report(order));
    expect(api.seen).toHaveLength(3);
  });

  it('that asks for more patience than is allowed ends the call at once and tells how long to wait', async () => {
    await using api = await startApi([
      { ...problem('rate_limited'), headers: { ...problem('busy').headers, 'retry-after': '60' } },
    ]);
    const error = await caught(api.client().orders.report(order));
    expect(error).toBeInstanceOf(sdk.RateLimitedError);
    expect(error).toMatchObject({ retryAfterSeconds: 60 });
    expect(api.seen).toHaveLength(1);
  });

  it('that asks for a second of patience gets it', async () => {
    await using api = await startApi([{ ...problem('busy'), headers: { 'retry-after': '1' } }, {}]);
    const started = performance.now();
    await api.client().orders.report(order);
    expect(performance.now() - started).toBeGreaterThanOrEqual(950);
  });
});

describe('the error of', () => {
  const expected: Record<ProblemCode, new (...args: never[]) => sdk.ProblemError> = {
    bad_json: sdk.InvalidRequestError,
    bad_csv: sdk.InvalidRequestError,
    unauthorized: sdk.UnauthorizedError,
    forbidden: sdk.ForbiddenError,
    origin_not_allowed: sdk.ForbiddenError,
    challenge_failed: sdk.ForbiddenError,
    not_found: sdk.NotFoundError,
    method_not_allowed: sdk.InvalidRequestError,
    conflict: sdk.ConflictError,
    idempotency_mismatch: sdk.IdempotencyMismatchError,
    code_reserved: sdk.CodeUnavailableError,
    code_used: sdk.CodeUnavailableError,
    code_expired: sdk.CodeUnavailableError,
    too_large: sdk.InvalidRequestError,
    unsupported_media_type: sdk.InvalidRequestError,
    invalid_field: sdk.InvalidFieldError,
    unknown_field: sdk.InvalidFieldError,
    missing_field: sdk.InvalidFieldError,
    rate_limited: sdk.RateLimitedError,
    internal: sdk.InternalError,
    busy: sdk.BusyError,
  };

  it.each(codes)('%s has a class of its own and carries what the Worker said', async (code) => {
    await using api = await startApi([problem(code, { field: 'lines.0.quantity', detail: 'At least 1.' })]);
    const error = await caught(api.client({ retry: { limit: 0 } }).orders.report(order));
    expect(error).toBeInstanceOf(expected[code]);
    expect(error).toBeInstanceOf(sdk.BothwaysError);
    expect(error).toMatchObject({
      name: expected[code].name,
      code,
      status: PROBLEMS[code].status,
      detail: 'At least 1.',
      field: 'lines.0.quantity',
      requestId: 'req-1',
      message: `POST /v1/orders: At least 1. (${code}: lines.0.quantity)`,
    });
  });

  it('a code of a later release is a plain problem', async () => {
    const json = { type: 'x', title: 'x', status: 402, code: 'payment_required', detail: 'Later.' };
    await using api = await startApi([{ ...problem('forbidden'), status: 402, json }]);
    const error = await caught(api.client().orders.report(order));
    expect((error as object).constructor).toBe(sdk.ProblemError);
    expect(error).toMatchObject({ code: 'payment_required', status: 402 });
  });
});

describe('time', () => {
  it('runs out for each attempt by itself', async () => {
    await using api = await startApi([{ fault: 'stall' }]);
    const error = await caught(api.client({ timeoutMs: 50, retry: { limit: 1, maxDelayMs: 1 } }).orders.report(order));
    expect(error).toBeInstanceOf(sdk.TimeoutError);
    expect(error).toMatchObject({ code: 'timeout', idempotencyKey: expect.any(String) });
    expect(api.seen).toHaveLength(2);
  });

  it('may be another for one call', async () => {
    await using api = await startApi([{ fault: 'stall' }]);
    const call = api.client({ retry: { limit: 0 } }).orders.report(order, { timeoutMs: 30 });
    expect(await caught(call)).toBeInstanceOf(sdk.TimeoutError);
  });

  it('ends by the caller’s signal, during an attempt and between two', async () => {
    await using api = await startApi([{ fault: 'stall' }]);
    const during = api.client().orders.report(order, { signal: AbortSignal.timeout(40) });
    expect(await caught(during)).toBeInstanceOf(sdk.AbortedError);
    await using busy = await startApi([{ ...problem('busy'), headers: { 'retry-after': '20' } }]);
    const between = busy.client().orders.report(order, { signal: AbortSignal.timeout(40) });
    const error = await caught(between);
    expect(error).toBeInstanceOf(sdk.AbortedError);
    expect(error).toMatchObject({ code: 'aborted', cause: expect.objectContaining({ name: 'TimeoutError' }) });
    expect(busy.seen).toHaveLength(1);
  });
});

it('a runtime that words a network failure its own way is repeated all the same', async () => {
  let attempts = 0;
  const fetch = async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('internal error; reference = 0123456789');
    return Response.json(examples.getShop.reply);
  };
  const client = new sdk.Bothways({
    secretKey: 'sk_test_0',
    url: 'https://refer.example',
    fetch,
    retry: { maxDelayMs: 1 },
  });
  expect(await client.shop.get()).toEqual(examples.getShop.reply);
});
