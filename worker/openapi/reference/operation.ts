import { html } from 'hono/html';
import type { Endpoint } from '../../../sdk/contract/endpoint.ts';
import type { OpenApiDocument, Operation, Parameter, Reference } from '../document-types.ts';
import { problemsOf } from '../problems.ts';
import { fieldTables, parameterTable } from './fields.ts';
import { anchored, rich, type Markup } from './markup.ts';
import { curlSample, sdkSample } from './samples.ts';

/** One call: what it is for, what it takes and gives, what can go wrong, and how it looks in use. */
export function operationSection(name: string, row: Endpoint, operation: Operation, document: OpenApiDocument): Markup {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  const reply = responses[String(row.status)]?.content?.['application/json'];
  const sdk = sdkSample(name);
  return html`<section class="call" id="${name}">
    <div class="words">
      ${anchored('h3', name, summary)}
      <p class="route">${methodBadge(row.method)} <code>${row.path.replace(/:(\w+)/g, '{$1}')}</code></p>
      <p class="quiet">${rich(description)}</p>
      ${
        parameters.length === 0
          ? ''
          : html`<h4>Parameters</h4>
              ${parameterTable(parameters.map((one) => resolve(one, document)))}`
      }
      ${
        body &&
        html`<h4>Body</h4>
          ${fieldTables(body.schema, document.components.schemas)}`
      }
      ${
        reply &&
        html`<h4>Reply <span class="quiet">${row.status}</span></h4>
          ${fieldTables(reply.schema, document.components.schemas)}`
      }
      <h4>Problems</h4>
      <p class="codes">
        ${problemsOf(row).map((code) => html`<a href="#problem-${code}" class="${row.problems.includes(code) ? 'own' : 'common'}"><code>${code}</code></a> `)}
      </p>
    </div>
    <div class="samples">
      ${sdk === null ? '' : sample('bothways/server', sdk)} ${sample('curl', curlSample(name, row))}
      ${reply && sample(`Reply ${row.status}`, JSON.stringify(reply.example, null, 2))}
    </div>
  </section>`;
}

export function methodBadge(method: string): Markup {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`;
}

export function sample(title: string, code: string): Markup {
  return html`<figure>
    <figcaption>${title}</figcaption>
    <pre tabindex="0"><code>${code}</code></pre>
  </figure>`;
}

function resolve(parameter: Parameter | Reference, document: OpenApiDocument): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const found = document.components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
  if (!found) throw new Error(`No parameter ${parameter.$ref}`);
  return found;
}
