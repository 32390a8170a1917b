import '../support/offline.ts';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { compare } from './load.ts';
import type { Measured } from './load.ts';
import { run } from './platform.ts';
import { ORIGIN, bindings, setUpShop } from './shop.ts';

// npm run bench: our routes against the bare platform, in one run on one machine. Ratios tell; absolute figures of a local
// simulator say nothing about Cloudflare.

/** Statements of one conversion by touch, held by test/worker/money/flat.test.ts. */
const CONVERSION_STATEMENTS = 28;

const ours = await run('worker/index.ts', bindings);
const bare = await run('test/support/worker-bare.ts', {});
try {
  const shop = await setUpShop(ours);
  await fetch(`${bare.url}/ready`);
  let order = 0;
  const text = { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': 'Mozilla/5.0 (bench)' };
  const json = { 'content-type': 'application/json' };
  const visit = () => JSON.stringify({ shop: shop.publishableKey, kind: 'visit', channel: 'email', page: '/' });
  const conversion = () => {
    order++;
    return JSON.stringify({
      orderId: `o-${order}`,
      currency: 'USD',
      subtotalMinor: 5_000,
      customerId: `c-${order}`,
      touch: shop.touch,
    });
  };

  const rows: (readonly [string, Measured])[] = [
    [
      'visits: ours / bare Hono + queue send',
      await compare(
        { url: `${ours.url}/v1/visits`, method: 'POST', headers: text, body: visit },
        { url: `${bare.url}/visits`, method: 'POST', headers: json, body: visit },
      ),
    ],
    [
      'settings: ours / bare KV get',
      await compare(
        { url: `${ours.url}/v1/settings?shop=${shop.publishableKey}`, method: 'GET', headers: { origin: ORIGIN } },
        { url: `${bare.url}/settings`, method: 'GET' },
      ),
    ],
    [
      `conversions: ours / bare D1 batch of ${CONVERSION_STATEMENTS}`,
      await compare(
        {
          url: `${ours.url}/v1/orders`,
          method: 'POST',
          headers: { ...json, authorization: `Bearer ${shop.secretKey}` },
          body: conversion,
        },
        { url: `${bare.url}/batch/${CONVERSION_STATEMENTS}`, method: 'POST' },
      ),
    ],
  ];
  const report = table(rows);
  console.log(report);
  await writeFile('test/bench/results.md', report);
} finally {
  await ours.close();
  await bare.close();
}

function table(rows: readonly (readonly [string, Measured])[]): string {
  const lines = rows.map(
    ([name, { ours: mine, bare: theirs }]) =>
      `| ${name} | ${Math.round(mine)} | ${Math.round(theirs)} | ${(mine / theirs).toFixed(2)} |`,
  );
  return `# Bench

Written by \`npm run bench\`: miniflare on disk, ${cpus().length} cores, Node ${process.version}, 8 connections, best of 3 rounds of
4 s each, ours and bare in turn. Requests a second of a local simulator; only the ratio means anything.

| what | ours | bare | ratio |
|---|--:|--:|--:|
${lines.join('\n')}
`;
}
