import type { Context } from 'hono';
import { parse, serialize } from 'hono/utils/cookie';
import { attribute, parseTouch } from '../../sdk/contract/attribution.ts';
import type { Touch } from '../../sdk/contract/attribution.ts';
import { channelLetter, linkTo } from '../domain/link.ts';
import { readLinkProgram } from '../storage/link-cache.ts';
import { readHostFacts, readPageFacts } from '../storage/page-settings.ts';
import type { PageFacts } from '../storage/page-settings.ts';
import { signTouch, verifyTouch } from '../storage/signed-touch.ts';
import { Refusal } from './context.ts';
import type { PageEnv } from './page-env.ts';
import { problemResponse } from './problem.ts';

/** The server's own cookie: a touch that no script can read or make up. */
const COOKIE = 'bothways_s';
const DAY_SECONDS = 86_400;

/**
 * `/r/:code`, an advocate's link on the shop's own host (or anywhere, with `?shop=pk_…`): notes the touch in the server's own
 * cookie and leads to the shop's landing page. It never leads anywhere else, whatever the address says.
 */
export async function redirect(c: Context<PageEnv, '/r/:code'>): Promise<Response> {
  const { platform } = c.var;
  const facts = await factsOf(c);
  if (!facts?.program) {
    return problemResponse(
      new Refusal('not_found', 'No shop of this Worker answers to this host.'),
      platform.publicUrl,
    );
  }
  const { shop, program } = facts;
  const { landingUrl } = program.settings;
  const now = platform.realNow() + shop.clockOffsetMs;
  const linked = parseTouch(c.req.param('code'), now);
  const isKnown = linked !== null && (await readLinkProgram(platform, shop, linked.code)) === program.programId;
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (linked === null || !isKnown) return leadTo(landingUrl, headers);

  const channel = linked.channel ?? channelLetter(c.req.query('c'));
  const seen: Touch = { code: linked.code, channel, seenAt: now };
  if (program.settings.consent === 'granted' && isVisit(c)) {
    const cookie = await touchCookie(c, facts, seen);
    if (cookie !== null) headers.append('set-cookie', cookie);
  }
  return leadTo(linkTo(landingUrl, linked.code, channel), headers);
}

async function factsOf(c: Context<PageEnv, '/r/:code'>): Promise<PageFacts | null> {
  const { platform } = c.var;
  const key = c.req.query('shop');
  // A proxy on the owner's zone says whom it stands for. Anyone can say so, and gains only what that host gives everyone.
  const host = c.req.header('x-forwarded-host')?.split(',')[0] ?? c.req.header('host') ?? new URL(c.req.url).host;
  const found =
    key === undefined ? await readHostFacts(platform, host.trim().toLowerCase()) : await readPageFacts(platform, key);
  return found?.facts ?? null;
}

function leadTo(location: string, headers: Headers): Response {
  headers.set('location', location);
  return new Response(null, { status: 302, headers });
}

/** A browser that fetches ahead is not a person who followed the link. */
function isVisit(c: Context<PageEnv, '/r/:code'>): boolean {
  const purpose = c.req.header('sec-purpose') ?? c.req.header('purpose') ?? c.req.header('x-moz') ?? '';
  return c.req.method === 'GET' && !/prefetch|prerender|preview/i.test(purpose);
}

/** The cookie for the touch that counts from now on; null where the one held stands. */
async function touchCookie(
  c: Context<PageEnv, '/r/:code'>,
  { shop, program }: PageFacts,
  seen: Touch,
): Promise<string | null> {
  const { vault } = c.var.platform;
  if (!program) return null;
  const { attribution, windowDays } = program.settings;
  const raw = parse(c.req.header('cookie') ?? '', COOKIE)[COOKIE];
  const held = raw === undefined ? null : await verifyTouch(vault, shop.shopId, raw);
  if (attribute(held, seen, { model: attribution.model, windowDays }, seen.seenAt) !== seen) return null;
  const protocol = c.req.header('x-forwarded-proto') ?? new URL(c.req.url).protocol;
  return serialize(COOKIE, await signTouch(vault, shop.shopId, seen), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    // Over http only a demo runs, and there a Secure cookie would not be kept.
    secure: protocol.startsWith('https'),
    maxAge: windowDays * DAY_SECONDS,
  });
}
