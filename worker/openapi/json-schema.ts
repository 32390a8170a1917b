import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig, type JsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { returned, sent } from './components.ts';
import { describeSchema } from './schema-words.ts';
import { describeField } from './words.ts';

export type { JsonSchema } from '@valibot/to-json-schema';

/** Whether a schema is written as what a caller may send or as what the Worker answers. */
export type Direction = 'input' | 'output';

const config = (typeMode: Direction): ConversionConfig => ({
  target: 'draft-2020-12',
  typeMode,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  // What the Worker answers is counted, never measured: every number of a reply is whole.
  overrideSchema: ({ valibotSchema, jsonSchema }) =>
    typeMode === 'output' && valibotSchema.type === 'number' ? { ...jsonSchema, type: 'integer' } : null,
  overrideAction: ({ valibotAction, jsonSchema }) => {
    switch (valibotAction.type) {
      // What these mean for the caller is said in words; JSON Schema has none for them.
      case 'check':
      case 'trim':
      case 'transform':
        return jsonSchema;
      case 'regex':
        return { ...jsonSchema, pattern: patternOf(valibotAction) };
      default:
        return null;
    }
  },
});

const definitions = { ...sent, ...returned };

/** What the contract checks with a function, as far as a pattern can say it. */
const hints: Readonly<Record<string, JsonSchema>> = {
  Code: { pattern: '^\\s*[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?\\s*$' },
  Currency: { pattern: '^[A-Z]{3}$' },
};

/** Writes one schema of the contract, with references to the named ones. */
export function jsonSchemaOf(schema: v.GenericSchema, direction: Direction, name: string): JsonSchema {
  const { $schema: _dialect, $defs: _named, ...json } = toJsonSchema(schema, { ...config(direction), definitions });
  return tidy(json, name);
}

/** Writes the named schemas. */
export function namedSchemas(): Record<string, JsonSchema> {
  const asInput = Object.entries(toJsonSchemaDefs(definitions, config('input')));
  const asOutput = Object.entries(toJsonSchemaDefs(definitions, config('output')));
  const chosen = [
    ...asInput.filter(([name]) => Object.hasOwn(sent, name)),
    ...asOutput.filter(([name]) => !Object.hasOwn(sent, name)),
  ];
  return Object.fromEntries(
    chosen.map(([name, json]) => [name, { ...tidy(json, name), ...hints[name], ...describeSchema(name) }]),
  );
}

/** JSON Schema's patterns have no flags: `u` is taken for granted, `i` is spelled out. */
function patternOf(action: object): string {
  const pattern: unknown = 'requirement' in action ? action.requirement : undefined;
  if (!(pattern instanceof RegExp)) throw new TypeError('A regex action without a regular expression');
  if (!pattern.flags.includes('i')) return pattern.source;
  return pattern.source.replace(
    /([a-z])-([a-z])/g,
    (range, from: string, to: string) => `${range}${from.toUpperCase()}-${to.toUpperCase()}`,
  );
}

/** Takes out what says nothing, and gives each field its words. `name` leads the way to a field: `Order.lines`. */
function tidy(json: JsonSchema, name: string): JsonSchema {
  const { required, properties, items, oneOf, anyOf, additionalProperties, minimum, maximum, ...rest } = json;
  return {
    ...rest,
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
    ...(oneOf && { oneOf: oneOf.map((one) => tidyAny(one, name)) }),
    ...(anyOf && nullable(anyOf.map((one) => tidyAny(one, name)))),
    ...(isSchema(items) && { items: tidy(items, name) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, one]) => [
          field,
          described(tidyAny(one, `${name}.${field}`), name, field),
        ]),
      ),
    }),
    ...(required && required.length > 0 && { required }),
    ...(additionalProperties !== undefined && { additionalProperties: tidyAny(additionalProperties, name) }),
  };
}

const tidyAny = (json: JsonSchema | boolean, name: string) => (typeof json === 'boolean' ? json : tidy(json, name));

function described(json: JsonSchema | boolean, name: string, field: string): JsonSchema | boolean {
  const description = describeField(name, field);
  return typeof json === 'boolean' || description === undefined ? json : { ...json, description };
}

/** `string | null` as one type where the string has no rules of its own. */
function nullable(options: readonly (JsonSchema | boolean)[]): JsonSchema {
  const [one, none, ...more] = options;
  const isPlain = isSchema(one) && typeof one.type === 'string' && Object.keys(one).length === 1;
  if (isPlain && isSchema(none) && none.type === 'null' && more.length === 0 && typeof one.type === 'string') {
    return { type: [one.type, 'null'] };
  }
  return { anyOf: [...options] };
}

function isSchema(json: JsonSchema | readonly (JsonSchema | boolean)[] | boolean | undefined): json is JsonSchema {
  return typeof json === 'object' && !Array.isArray(json);
}
