import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { endpoints } from '../../sdk/contract/endpoints.ts';
import { PROBLEMS } from '../../sdk/contract/problem.ts';
import { writeApiDocs } from '../../widget/build/api-docs.ts';
import { openApi } from '../../worker/openapi/document.ts';
import { examples } from '../../worker/openapi/examples/index.ts';
import { referencePage } from '../../worker/openapi/reference/page.ts';
import { curlSample, sdkSample } from '../../worker/openapi/reference/samples.ts';
import { startApi } from './server/api.ts';

const document = openApi('1.2.3');
const page = await referencePage(document);
const rows: readonly (readonly [string, Endpoint])[] = Object.entries(endpoints);
const serverCalls = rows.filter(([, { callers }]) => callers.includes('key'));
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);

describe('the reference page', () => {
  it('has a place for every call, webhook, schema and problem, where the problems themselves link to', () => {
    const wanted = [
      ...rows.map(([name]) => name),
      ...Object.keys(document.webhooks).map((type) => `webhook-${type}`),
      ...Object.keys(document.components.schemas).map((name) => `schema-${name}`),
      ...Object.keys(PROBLEMS).map((code) => `problem-${code}`),
    ];
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('links only to places that it has', () => {
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id = '']) => id);
    expect(links.length).toBeGreaterThan(300);
    expect([...new Set(links)].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('needs no script, no inline style and nothing from elsewhere, so that it stands under the strictest policy', () => {
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
    const loaded = [...page.matchAll(/<(?:link|img|iframe)[^>]*(?:href|src)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(loaded).toEqual(['/reference/reference.css', '/reference/icon.svg']);
  });

  it('escapes whatever it shows', async () => {
    const hostile = '<img src=x onerror="alert(1)">';
    const shown = await referencePage({ ...document, info: { ...document.info, summary: hostile, version: hostile } });
    expect(shown).not.toContain('<img');
    expect(shown).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  });

  it('shows every field of a body with its meaning', () => {
    const { properties = {} } = document.components.schemas['Order'] ?? {};
    const section = page.slice(page.indexOf('id="reportOrder"'), page.indexOf('id="reportRefund"'));
    for (const field of Object.keys(properties)) expect(section).toContain(`<code>${field}</code>`);
    expect(section).toContain('lines[].<wbr />quantity');
    expect(section).toContain('In whole minor units');
  });
});

describe('the SDK sample of', () => {
  it.each(serverCalls)('%s runs as it is written and sends the example', async (name) => {
    await using api = await startApi();
    const code = sdkSample(name);
    await runInNewContext(`(async () => { ${code} })()`, { bothways: api.client() });
    expect(api.seen).toHaveLength(1);
    const { body } = { body: undefined, ...examples[name as keyof typeof examples] };
    expect(api.seen[0]).toMatchObject({ name, ...(body && { body }) });
  });

  it('a call that only a page or the dashboard makes does not exist', () => {
    const others = rows.filter(([, { callers }]) => !callers.includes('key'));
    expect(others.map(([name]) => sdkSample(name)).filter((sample) => sample !== null)).toEqual([]);
  });
});

describe('the curl sample', () => {
  it('says who is calling, as the call wants it', () => {
    const sampleOf = (name: keyof typeof endpoints) => curlSample(name, endpoints[name]);
    expect(sampleOf('reportOrder')).toContain('Authorization: Bearer sk_live_');
    expect(sampleOf('me')).toMatch(/Authorization: Bearer (?!sk_)/);
    expect(sampleOf('settings')).toMatch(
      /^curl 'https:\/\/refer.example.com\/v1\/settings\?shop=pk_live_\w+&locale=en'$/,
    );
    expect(sampleOf('addKey')).toMatch(/--cookie '__Host-bothways_session=…' \\\n {2}-H 'Bothways-Shop: shp_\w+'/);
    expect(sampleOf('setUp')).not.toMatch(/Authorization|cookie/);
  });

  it('of no call lets a quote end the shell’s string', () => {
    for (const [name, row] of rows) {
      const quotes =
        curlSample(name, row)
          .replaceAll(String.raw`'\''`, '')
          .match(/'/g) ?? [];
      expect([name, quotes.length % 2]).toEqual([name, 0]);
    }
  });
});

it('the build writes the document, the page and what the page loads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bothways-docs-'));
  try {
    await writeApiDocs(folder, '1.2.3');
    expect(JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
    expect(readFileSync(join(folder, 'reference/index.html'), 'utf8')).toBe(page);
    expect(readdirSync(join(folder, 'reference')).toSorted()).toEqual(['icon.svg', 'index.html', 'reference.css']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
