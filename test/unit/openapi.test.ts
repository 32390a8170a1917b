import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { endpoints } from '../../sdk/contract/endpoints.ts';
import { PROBLEMS } from '../../sdk/contract/problem.ts';
import type { MediaType, Operation, Parameter } from '../../worker/openapi/document-types.ts';
import { openApi } from '../../worker/openapi/document.ts';
import { examples } from '../../worker/openapi/examples/index.ts';

const document = openApi('1.2.3');
const rows: readonly (readonly [string, Endpoint])[] = Object.entries(endpoints);
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const operationOf = (name: string) => operations.find(({ operationId }) => operationId === name) as Operation;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'https://refer.example/openapi.json', ...document });
/** Compiles a part of the document, its references resolved within it. */
const compile = (schema: object) =>
  ajv.compile({ $id: `https://refer.example/part-${Math.random()}`, ...absolute(schema) });
const absolute = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://refer.example/openapi.json#/')) as object;

describe('the OpenAPI document', () => {
  it('is one, by the schema of OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('has a row’s call for every row and no other', () => {
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    const expected = rows.map(([name, { method, path }]) => `${name} ${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(listed.toSorted()).toEqual(expected.toSorted());
  });

  it('says nothing that its build could not know', () => {
    expect(document.info.version).toBe('1.2.3');
    expect(JSON.stringify(openApi('1.2.3'))).toBe(JSON.stringify(document));
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    const missing = references.filter((path) => path.split('/').reduce<unknown>(step, document) === undefined);
    expect(references.length).toBeGreaterThan(100);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('has words for every field of every schema, wherever it stands', () => {
    const mute = [...fieldsOf(document)].filter(([, schema]) => !('description' in schema)).map(([path]) => path);
    expect(mute, 'say what these mean in worker/openapi/words.ts').toEqual([]);
  });

  it('has words for every named schema', () => {
    const mute = Object.entries(document.components.schemas).filter(([, schema]) => !schema.description);
    expect(mute.map(([name]) => name)).toEqual([]);
  });
});

describe('the example of', () => {
  it.each(rows)('%s is what the contract takes and gives, and what the document says', (name, row) => {
    const { params, query, body, reply } = { params: undefined, query: undefined, body: undefined, ...example(name) };
    if (row.params) v.parse(row.params, params);
    if (row.query) v.parse(row.query, query);
    if (row.body) v.parse(row.body, body);
    // The reply in full: a field that the row does not name would be cut off.
    expect(v.parse(row.reply, reply)).toEqual(reply);

    const { requestBody, responses, parameters = [] } = operationOf(name);
    expect(Boolean(requestBody)).toBe(Boolean(row.body));
    if (requestBody) expectValid(requestBody.content['application/json'], body);
    expectValid(responses[String(row.status)]?.content?.['application/json'], reply);
    for (const parameter of parameters) if ('schema' in parameter) expectValidParameter(parameter);
  });

  it('every webhook and every problem is valid too', () => {
    for (const { post } of Object.values(document.webhooks)) {
      expectValid(post.requestBody.content['application/json'], post.requestBody.content['application/json']?.example);
    }
    const check = compile({ $ref: '#/components/schemas/Problem' });
    for (const [name, { value }] of Object.entries(document.components.examples)) {
      expect([name, check(value) || check.errors]).toEqual([name, true]);
    }
  });
});

describe('the schemas', () => {
  const bodyOf = (name: string) => compile(operationOf(name).requestBody?.content['application/json']?.schema ?? {});

  it.each([
    ['reportOrder', { subtotalMinor: -1 }],
    ['reportOrder', { subtotalMinor: 1.5 }],
    ['reportOrder', { currency: 'usd' }],
    ['reportOrder', { placedAt: 1_795_255_200 }],
    ['reportOrder', { unknown: true }],
    ['reportOrder', { code: 'no spaces inside' }],
    ['addEndpoint', { types: [] }],
    ['moveClock', { now: 'tomorrow' }],
  ])('of %s refuse %j, as the Worker does', (name, wrong) => {
    const body = { ...(example(name).body as object), ...wrong };
    expect(bodyOf(name)(body)).toBe(false);
    expect(v.is(endpoints[name as keyof typeof endpoints as 'reportOrder'].body, body)).toBe(false);
  });

  it('say which field is needed, and what stands for one left out', () => {
    const { Order } = document.components.schemas;
    expect(Order?.required).toEqual(['orderId', 'currency', 'subtotalMinor']);
    expect(Order?.properties?.['source']).toMatchObject({ default: 'shop' });
  });
});

describe('a call', () => {
  it('needs what its callers have, and nothing less', () => {
    const securityOf = (name: string) => operationOf(name).security.map((one) => Object.keys(one).toSorted());
    expect(securityOf('settings')).toEqual([['publishableKey']]);
    expect(securityOf('me')).toEqual([['personSession', 'publishableKey']]);
    expect(securityOf('reportOrder')).toEqual([['secretKey'], ['dashboardSession', 'dashboardShop']]);
    expect(securityOf('reserveCode')).toEqual([['secretKey']]);
    expect(securityOf('addKey')).toEqual([['dashboardSession', 'dashboardShop']]);
    expect(securityOf('setUp')).toEqual([[]]);
  });

  it.each(rows)('%s tells every problem of its row, at the status of its code', (name, row) => {
    const { responses } = operationOf(name);
    for (const code of row.problems) {
      const answer = responses[String(PROBLEMS[code].status)]?.content?.['application/problem+json'];
      expect(Object.keys(answer?.examples ?? {})).toContain(code);
    }
  });

  it('may carry an idempotency key where that is what keeps it from being carried out twice, and there only', () => {
    const takes = operations.filter(({ parameters = [] }) => JSON.stringify(parameters).includes('IdempotencyKey'));
    const keyed = rows.filter(([, { once }]) => once === 'key');
    expect(keyed.length).toBeGreaterThan(5);
    expect(takes.map(({ operationId }) => operationId).toSorted()).toEqual(keyed.map(([name]) => name).toSorted());
    for (const { responses } of takes) {
      const codes = Object.values(responses).flatMap(({ content = {} }) =>
        Object.keys(content['application/problem+json']?.examples ?? {}),
      );
      expect(codes).toEqual(expect.arrayContaining(['idempotency_mismatch', 'busy', 'invalid_field']));
    }
  });

  it('that takes a key answers nothing personal, because its reply is kept for a day', () => {
    const keyed = rows.filter(([, { once }]) => once === 'key').map(([name]) => [name, example(name).reply] as const);
    const personal = keyed.filter(([, reply]) => /"(email|firstName|customerId|person)":/.test(JSON.stringify(reply)));
    expect(personal.map(([name]) => name)).toEqual([]);
  });

  it('that writes says what sending it again comes to', () => {
    const mute = rows.filter(
      ([name, { method }]) => method !== 'GET' && !/Once: |Carried out/.test(operationOf(name).description),
    );
    expect(mute.map(([name]) => name)).toEqual([]);
  });
});

function example(name: string): { params?: unknown; query?: unknown; body?: unknown; reply: unknown } {
  return examples[name as keyof typeof examples];
}

function expectValid(media: MediaType | undefined, value: unknown): void {
  const check = compile(media?.schema ?? { not: {} });
  expect(check(value) || check.errors).toBe(true);
  expect(media?.example).toEqual(value);
}

function expectValidParameter({ name, schema, example: value }: Parameter): void {
  const check = compile(schema);
  expect([name, value === undefined || check(value) || check.errors]).toEqual([name, true]);
}

/** Every field of every object schema, by where it stands. */
function* fieldsOf(node: unknown, path = ''): Generator<readonly [string, object]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'example' || key === 'examples' || key === 'value') continue;
    if (key === 'properties') {
      for (const [field, schema] of Object.entries(value as object)) yield [`${path}.${field}`, schema as object];
    }
    yield* fieldsOf(value, key === 'properties' ? path : `${path}/${key}`);
  }
}

function step(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, decodeURIComponent(key)) : undefined;
}
