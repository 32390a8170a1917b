import type { Account } from '../../sdk/contract/owner.ts';
import { createFirstOwner } from '../storage/first-owner.ts';
import type { Platform } from '../storage/platform.ts';
import { SESSION_MS, endSession, newSession, rotateSession } from '../storage/sessions.ts';
import { announceSetup } from '../storage/setup.ts';
import { askSignInLink } from '../storage/sign-in-link.ts';
import { consumeToken } from '../storage/tokens.ts';
import { listMemberships, readUser } from '../storage/users.ts';
import { Refusal } from './context.ts';
import type { AccountCall, AccountContext, Handlers } from './context.ts';
import { readSessionCookie, sessionCookie } from './session-cookie.ts';
import { shopView } from './shop-view.ts';

export const accountHandlers: Pick<Handlers, AccountCall> = {
  setUp: async ({ body }, context) => {
    const foreign = fromElsewhere(context);
    if (foreign) return foreign;
    const { platform, now } = context;
    const owner = await createFirstOwner(platform, { ...body, shopName: body.shopName ?? 'My shop' }, now);
    if (!owner) {
      await announceSetup(platform);
      return new Refusal(
        'unauthorized',
        'This set-up token is wrong, used or expired; the one that holds was printed where the Worker was started.',
      );
    }
    setCookie(context, owner.sessionToken);
    return accountOf(platform, owner.userId, now);
  },

  dashboardSignIn: async ({ body }, context) => {
    const outcome = await askSignInLink(
      context.platform,
      { email: body.email, address: context.request.address },
      context.now,
    );
    if (outcome === 'too_many') {
      return new Refusal(
        'rate_limited',
        'Too many sign-in links were asked for; look into the mailbox, or try again in an hour.',
      );
    }
    return { done: true };
  },

  openDashboard: async ({ body }, context) => {
    const foreign = fromElsewhere(context);
    if (foreign) return foreign;
    const { platform, now, request } = context;
    const holder = await consumeToken(platform.directory, body.token, 'user_link', now);
    if (!holder?.subject) {
      return new Refusal('unauthorized', 'This link has been used or has expired; ask for a new one.');
    }
    const session = await newSession(platform.directory, holder.subject, now);
    await session.statement.run();
    const before = readSessionCookie(request.cookie, platform.publicUrl);
    if (before) await endSession(platform.directory, before, now);
    setCookie(context, session.token);
    return accountOf(platform, holder.subject, now);
  },

  closeDashboard: async (_input, context) => {
    const { platform, now, request, replyHeaders } = context;
    const token = readSessionCookie(request.cookie, platform.publicUrl);
    if (token) await endSession(platform.directory, token, now);
    replyHeaders.append('set-cookie', sessionCookie('', 0, platform.publicUrl));
    return { done: true };
  },

  account: async (_input, context) => {
    const { platform, userId, now, request } = context;
    const token = readSessionCookie(request.cookie, platform.publicUrl);
    if (!userId || !token) return new Refusal('unauthorized', 'Sign in to the dashboard first.');
    const fresh = await rotateSession(platform.directory, token, userId, now);
    if (fresh) setCookie(context, fresh);
    return accountOf(platform, userId, now);
  },
};

async function accountOf(platform: Platform, userId: string, now: number): Promise<Account | Refusal> {
  const [user, memberships] = await Promise.all([
    readUser(platform.directory, platform.vault, userId),
    listMemberships(platform.directory, userId),
  ]);
  if (!user) return new Refusal('unauthorized', 'Sign in to the dashboard first.');
  return {
    user: { id: user.userId, name: user.name, email: user.email },
    shops: memberships.map(({ shop, role, publishableKey }) => ({ ...shopView(shop, publishableKey, now), role })),
  };
}

/** A page elsewhere may not sign a browser in, not even into its own account: what is typed there would be theirs. */
function fromElsewhere({ platform, request }: AccountContext): Refusal | null {
  if (request.origin === null || request.origin === new URL(platform.publicUrl).origin) return null;
  return new Refusal('origin_not_allowed', 'A dashboard session is only opened from the dashboard itself.');
}

function setCookie({ platform, replyHeaders }: AccountContext, token: string): void {
  replyHeaders.append('set-cookie', sessionCookie(token, SESSION_MS / 1000, platform.publicUrl));
}
