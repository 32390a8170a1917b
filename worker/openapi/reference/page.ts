import { html } from 'hono/html';
import type { Endpoint } from '../../../sdk/contract/endpoint.ts';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import { PROBLEMS } from '../../../sdk/contract/problem.ts';
import { groupOf, groups } from '../callers.ts';
import type { OpenApiDocument, Operation } from '../document-types.ts';
import { remedies } from '../problems.ts';
import { rules } from '../rules.ts';
import type { JsonSchema } from '../json-schema.ts';
import { fieldTables, sayType } from './fields.ts';
import { anchored, rich, type Markup } from './markup.ts';
import { methodBadge, operationSection, sample } from './operation.ts';

const rows: readonly (readonly [name: string, row: Endpoint])[] = Object.entries(endpoints);

/** Writes the reference page: static, without a script, readable with the style sheet beside it or without. */
export async function referencePage(document: OpenApiDocument): Promise<string> {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Bothways API ${document.info.version}</title>
        <link rel="stylesheet" href="/reference/reference.css" />
        <link rel="icon" href="/reference/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <p class="title"><a href="#content">Bothways API</a> <span class="quiet">${document.info.version}</span></p>
          <p><a class="to-contents" href="#contents">Contents</a> <a href="/openapi.json">OpenAPI 3.1</a></p>
        </header>
        <nav id="contents" aria-label="Contents">${contents(document)}</nav>
        <main id="content">
          ${introduction(document)} ${groups.map((group) => groupSection(group, document))} ${webhookSection(document)}
          ${problemSection()} ${schemaSection(document)}
        </main>
      </body>
    </html>`;
  return String(await page);
}

function contents(document: OpenApiDocument): Markup {
  return html`<h2><a href="#content">First things</a></h2>
    ${groups.map(
      ({ name }) =>
        html`<h2><a href="#${idOf(name)}">${name}</a></h2>
          <ul>
            ${rowsOf(name).map(([call, row]) => html`<li><a href="#${call}">${methodBadge(row.method)} ${row.summary}</a></li>`)}
          </ul>`,
    )}
    <h2><a href="#webhooks">Webhooks</a></h2>
    <ul>
      ${Object.keys(document.webhooks).map((type) => html`<li><a href="#webhook-${type}">${type}</a></li>`)}
    </ul>
    <h2><a href="#problems">Problems</a></h2>
    <h2><a href="#schemas">Schemas</a></h2>`;
}

const START = `npm install bothways

import { Bothways } from 'bothways/server';

const bothways = new Bothways({
  secretKey: process.env.BOTHWAYS_SECRET_KEY,
  url: 'https://refer.example.com',
});`;

function introduction(document: OpenApiDocument): Markup {
  return html`<section class="call">
    <div class="words">
      <h1>Bothways API</h1>
      <p class="lead">${document.info.summary}</p>
      <dl>
        ${rules.map(
          ([title, text]) =>
            html`<dt>${title}</dt>
              <dd>${rich(text)}</dd>`,
        )}
      </dl>
      <h2>Who is calling</h2>
      <dl>
        ${Object.entries(document.components.securitySchemes).map(
          ([name, { description = '' }]) =>
            html`<dt id="scheme-${name}">${spaced(name)}</dt>
              <dd>${rich(description)}</dd>`,
        )}
      </dl>
    </div>
    <div class="samples">${sample('The shop’s server', START)}</div>
  </section>`;
}

function groupSection({ name, description }: (typeof groups)[number], document: OpenApiDocument): Markup {
  return html`<section id="${idOf(name)}" class="group">
    ${anchored('h2', idOf(name), name)}
    <p class="lead">${rich(description)}</p>
    ${rowsOf(name).map(([call, row]) => operationSection(call, row, operationOf(call, document), document))}
  </section>`;
}

function webhookSection(document: OpenApiDocument): Markup {
  const { WebhookId, WebhookTimestamp, WebhookSignature } = document.components.parameters;
  const headers = [WebhookId, WebhookTimestamp, WebhookSignature].filter((one) => one !== undefined);
  return html`<section id="webhooks" class="group">
    ${anchored('h2', 'webhooks', 'Webhooks')}
    <p class="lead">
      What the Worker sends to the endpoints of a shop, signed by Standard Webhooks 1.0. Any answer but 2xx, or none
      within ten seconds, is tried again, eight times over about a day, with the same id; 410 switches the endpoint off.
      Verify each with
      <code>verifyWebhook</code> of <code>bothways/server</code>.
    </p>
    <dl>
      ${headers.map(
        ({ name, description }) =>
          html`<dt><code>${name}</code></dt>
            <dd>${rich(description)}</dd>`,
      )}
    </dl>
    ${Object.entries(document.webhooks).map(([type, { post }]) => {
      const media = post.requestBody.content['application/json'];
      return html`<section class="call" id="webhook-${type}">
        <div class="words">
          ${anchored('h3', `webhook-${type}`, html`<code>${type}</code>`)}
          <p>${post.summary}.</p>
          ${media && fieldTables(media.schema, document.components.schemas)}
        </div>
        <div class="samples">${media && sample('Body', JSON.stringify(media.example, null, 2))}</div>
      </section>`;
    })}
  </section>`;
}

function problemSection(): Markup {
  return html`<section id="problems" class="group">
    ${anchored('h2', 'problems', 'Problems')}
    <p class="lead">${rich('The `code` of every error, at the status it always has.')}</p>
    <table class="statuses">
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Status</th>
          <th scope="col">What it means, what to do</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(PROBLEMS).map(
          ([code, { status, title }]) =>
            html`<tr id="problem-${code}">
              <th scope="row"><code>${code}</code></th>
              <td>${status}</td>
              <td>${title} <span class="quiet">${rich(new Map(Object.entries(remedies)).get(code) ?? '')}</span></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function schemaSection(document: OpenApiDocument): Markup {
  return html`<section id="schemas" class="group">
    ${anchored('h2', 'schemas', 'Schemas')}
    ${Object.entries(document.components.schemas)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(
        ([name, schema]) =>
          html`<section class="schema" id="schema-${name}">
            ${anchored('h3', `schema-${name}`, name)}
            <p>${rich(schema.description ?? '')}</p>
            ${schema.properties || schema.oneOf ? fieldTables(schema, document.components.schemas) : plainSchema(schema)}
          </section>`,
      )}
  </section>`;
}

function plainSchema(schema: JsonSchema): Markup {
  const pattern = schema.pattern === undefined ? '' : html` matching <code class="pattern">${schema.pattern}</code>`;
  return html`<p class="plain">${sayType(schema)}${pattern}</p>`;
}

function rowsOf(group: string): readonly (readonly [name: string, row: Endpoint])[] {
  return rows.filter(([, row]) => groupOf(row) === group);
}

function operationOf(name: string, document: OpenApiDocument): Operation {
  const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const found = all.find(({ operationId }) => operationId === name);
  if (!found) throw new Error(`The document has no call ${name}`);
  return found;
}

function idOf(group: string): string {
  return group.toLowerCase().replaceAll(' ', '-');
}

/** `publishableKey` → `Publishable key`. */
function spaced(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
