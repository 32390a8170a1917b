import { html } from 'hono/html';
import type { OpenApiDocument, Parameter } from '../document-types.ts';
import type { JsonSchema } from '../json-schema.ts';
import { rich, type Markup } from './markup.ts';

type Maybe = JsonSchema | boolean;

/** The schemas that a reference can lead to, by name. */
export type Schemas = OpenApiDocument['components']['schemas'];

/** The fields of a schema as a table; of one that has several forms, a table for each. A named one is shown here too. */
export function fieldTables(schema: JsonSchema, schemas: Schemas): Markup {
  const target = schemas[refOf(schema) ?? ''];
  if (target) {
    return html`<p class="named">${nameOf(schema)}. ${rich(target.description ?? '')}</p>
      ${fieldTables(target, schemas)}`;
  }
  if (schema.oneOf) return html`${schema.oneOf.map(formTable)}`;
  const rows = rowsOf(schema, '');
  return rows.length > 0 ? table(rows) : html`<p class="quiet">An empty object.</p>`;
}

function formTable(form: Maybe): Markup {
  return html`<p class="form">${sayForm(form)}</p>
    ${table(rowsOf(form, ''))}`;
}

/** The parameters of an address or a header as a table. */
export function parameterTable(parameters: readonly Parameter[]): Markup {
  return table(
    parameters.map(({ name, in: place, required, schema, description }) => ({
      name,
      isRequired: required,
      schema: schema,
      description: `${description}${place === 'header' ? ' A header.' : ''}`,
    })),
  );
}

interface Row {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Maybe;
  readonly description: string;
}

function table(rows: readonly Row[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, isRequired, schema, description }) =>
          html`<tr>
            <th scope="row">
              <code>${breakable(name)}</code>${isRequired ? '' : html` <span class="quiet">optional</span>`}
            </th>
            <td>${sayType(schema)}</td>
            <td>${rich(description)}${sayDefault(schema)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The fields, those of nested objects behind their parent's name: `lines[].quantity`. */
function rowsOf(schema: Maybe, prefix: string): readonly Row[] {
  if (typeof schema === 'boolean') return [];
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([field, one]) => {
    const name = `${prefix}${field}`;
    const description = typeof one === 'boolean' ? '' : (one.description ?? '');
    return [{ name, isRequired: required.includes(field), schema: one, description }, ...insideOf(one, name)];
  });
}

function insideOf(schema: Maybe, name: string): readonly Row[] {
  if (typeof schema === 'boolean' || schema.$ref !== undefined) return [];
  const { items, anyOf, additionalProperties } = schema;
  if (isSchema(items)) return rowsOf(items, `${name}[].`);
  if (isSchema(additionalProperties)) return rowsOf(additionalProperties, `${name}.*.`);
  const inner = anyOf?.filter((one) => isSchema(one) && one.properties) ?? [];
  return [schema, ...inner].flatMap((one) => rowsOf(one, `${name}.`));
}

/** What a field holds, in a few words. */
export function sayType(schema: Maybe): Markup {
  if (typeof schema === 'boolean') return html`anything`;
  const { enum: values, const: only, anyOf, oneOf, items, type } = schema;
  const named = nameOf(schema);
  if (named) return named;
  if (only !== undefined) return html`<code>${JSON.stringify(only)}</code>`;
  if (values) {
    const codes = values.map((value) => html`<code>${value}</code>`);
    return listed(codes, ', ');
  }
  if (anyOf ?? oneOf) return listed((anyOf ?? oneOf ?? []).map(sayType), ' or ');
  if (type === 'array') return html`list of ${isSchema(items) ? sayType(items) : 'anything'}`;
  if (Array.isArray(type)) {
    const types = type.map((one) => sayType({ ...schema, type: one }));
    return listed(types, ' or ');
  }
  return html`${sayPlain(schema)}`;
}

function sayPlain({ type, format, minimum, maximum, minLength, maxLength }: JsonSchema): string {
  switch (type) {
    case 'integer':
      return `whole number${sayRange(minimum, maximum)}`;
    case 'string':
      return `${format === 'date' ? 'day' : format === 'date-time' ? 'moment' : 'text'}${sayRange(minLength, maxLength)}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    default:
      return 'object';
  }
}

function sayRange(from: number | undefined, to: number | undefined): string {
  const [least, most] = [from, to].map((end) => end?.toLocaleString('en-US'));
  if (most === undefined) return least === undefined || from === 0 ? '' : `, at least ${least}`;
  return least === undefined ? `, at most ${most}` : `, ${least} to ${most}`;
}

function sayDefault(schema: Maybe): Markup | '' {
  const value = typeof schema === 'boolean' ? undefined : schema.default;
  return value === undefined ? '' : html` Default: <code>${JSON.stringify(value)}</code>.`;
}

function sayForm(form: Maybe): Markup {
  const constants = Object.entries(typeof form === 'boolean' ? {} : (form.properties ?? {})).flatMap(([field, one]) =>
    typeof one === 'object' && one.const !== undefined ? [`${field}: ${JSON.stringify(one.const)}`] : [],
  );
  return html`Where <code>${constants.join(', ')}</code>`;
}

function refOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.split('/').at(-1);
}

function nameOf(schema: JsonSchema): Markup | null {
  const name = refOf(schema);
  return name === undefined ? null : html`<a href="#schema-${name}">${name}</a>`;
}

function listed(parts: readonly Markup[], between: string): Markup {
  return html`${parts.map((part, index) => html`${index === 0 ? '' : between}${part}`)}`;
}

/** A long name may break after a dot, so that a table fits a phone. */
function breakable(name: string): readonly Markup[] {
  return name.split('.').map((part, index) => html`${index === 0 ? '' : html`.<wbr />`}${part}`);
}

function isSchema(json: Maybe | readonly Maybe[] | undefined): json is JsonSchema {
  return typeof json === 'object' && !Array.isArray(json);
}
