import type * as v from 'valibot';
import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { endpoints } from '../../sdk/contract/endpoints.ts';
import { securityOf, groupOf, groups, sayCallers, securitySchemes } from './callers.ts';
import type { Answer, Body, OpenApiDocument, Operation, Parameter, Reference } from './document-types.ts';
import { examples } from './examples/index.ts';
import { idempotencyKey, replayedHeader, replyHeaders, sayOnce, takesKey } from './idempotency.ts';
import { jsonSchemaOf, namedSchemas, type JsonSchema } from './json-schema.ts';
import { problemAnswers, problemExamples, problemSchema } from './problems.ts';
import { sayRules } from './rules.ts';
import { webhooksOf } from './webhooks.ts';

/**
 * Writes the OpenAPI 3.1 document from the contract's rows. It is made when the product is built, not when it is asked for.
 *
 * @param version the release, as in package.json.
 */
export function openApi(version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bothways API',
      version,
      summary: 'A double-sided referral program that a site owns outright.',
      description: sayRules(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The Worker that serves this document.' }],
    tags: groups.map(({ name, description }) => ({ name, description })),
    paths: pathsOf(),
    webhooks: webhooksOf(),
    components: {
      schemas: { Problem: problemSchema, ...namedSchemas() },
      parameters: { IdempotencyKey: idempotencyKey, ...webhookHeaders },
      headers: {
        RetryAfter: {
          description: 'How many seconds to wait before another try.',
          schema: { type: 'integer', minimum: 0 },
        },
        IdempotentReplayed: replayedHeader,
      },
      examples: problemExamples(),
      securitySchemes,
    },
  };
}

const webhookHeaders: Readonly<Record<string, Parameter>> = {
  WebhookId: header('webhook-id', 'Stays the same when the webhook is sent again: handle each id once.', {
    type: 'string',
  }),
  WebhookTimestamp: header(
    'webhook-timestamp',
    'When this was sent, in Unix seconds; refuse what is older than five minutes.',
    {
      type: 'string',
      pattern: '^\\d+$',
    },
  ),
  WebhookSignature: header(
    'webhook-signature',
    'Signatures parted by spaces, each `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, keyed with what follows `whsec_`, decoded from base64.',
    { type: 'string' },
  ),
};

function header(name: string, description: string, schema: JsonSchema): Parameter {
  return { name, in: 'header', required: true, description, schema };
}

function pathsOf(): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, row] of entries()) {
    const path = row.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operationOf(name, row) };
  }
  return paths;
}

function entries(): readonly (readonly [string, Endpoint])[] {
  return Object.entries(endpoints);
}

interface LooseExample {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly reply: unknown;
}

function operationOf(name: string, row: Endpoint): Operation {
  const example = new Map<string, LooseExample>(Object.entries(examples)).get(name);
  if (!example) throw new Error(`No example of ${name}`);
  const parameters = [
    ...parametersOf('path', name, row.params, example.params),
    ...parametersOf('query', name, row.query, example.query),
    ...(takesKey(row) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  return {
    operationId: name,
    summary: row.summary,
    description: sayCallers(row) + sayOnce(row),
    tags: [groupOf(row)],
    security: securityOf(row),
    ...(parameters.length > 0 && { parameters }),
    ...(row.body && { requestBody: bodyOf(name, row.body, example.body) }),
    responses: { [String(row.status)]: replyOf(name, row, example.reply), ...problemAnswers(row) },
  };
}

function parametersOf(
  place: 'path' | 'query',
  name: string,
  schema: v.GenericSchema | undefined,
  example: object | undefined,
): readonly (Parameter | Reference)[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input', name);
  const given = new Map<string, unknown>(Object.entries(example ?? {}));
  return Object.entries(properties).map(([field, json]) => {
    const { description = '', ...rest } = typeof json === 'object' ? json : {};
    return {
      name: field,
      in: place,
      required: place === 'path' || required.includes(field),
      description,
      schema: wholeNumber(rest),
      ...(given.has(field) && { example: asNumber(wholeNumber(rest), given.get(field)) }),
    };
  });
}

/** In an address a whole number is text; a reader wants to know that it is a number. */
function wholeNumber(json: JsonSchema): JsonSchema {
  const digits = /^\^\\d\{1,(\d+)\}\$$/.exec(json.pattern ?? '')?.[1];
  return digits === undefined ? json : { type: 'integer', minimum: 0, maximum: 10 ** Number(digits) - 1 };
}

function asNumber(json: JsonSchema, value: unknown): unknown {
  return json.type === 'integer' ? Number(value) : value;
}

function bodyOf(name: string, schema: v.GenericSchema, example: unknown): Body {
  const json = jsonSchemaOf(schema, 'input', name);
  return { required: true, content: { 'application/json': { schema: json, example } } };
}

function replyOf(name: string, row: Endpoint, example: unknown): Answer {
  const schema = jsonSchemaOf(row.reply, 'output', `${name} reply`);
  return { description: 'Done.', ...replyHeaders(row), content: { 'application/json': { schema, example } } };
}
