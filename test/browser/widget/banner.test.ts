import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ClaimReply, ClosedReason, OfferReply } from '../../../sdk/contract/visitor.ts';
import { BothwaysError } from '../../../sdk/errors.ts';
import { createBanner } from '../../../widget/banner/index.ts';
import type { Part } from '../../../widget/context.ts';
import { contextOf, DAY, NOW, OWN, servicesOf, settingsOf } from './fixtures.ts';
import { button, find, focused, listenForTrouble, rootOf, type } from './tools.ts';
import { PATIENTLY } from '../patiently.ts';

const OFFER: OfferReply = { outcome: 'open', advocateName: 'Grace', give: '$10', minimumOrder: '$30', claimDays: 14 };
const CLAIMED: ClaimReply = {
  outcome: 'claimed',
  code: 'GIVE-7KQ2',
  give: '$10',
  minimumOrder: '$30',
  expiresAt: NOW + 14 * DAY,
};
const followed = { referral: () => ({ code: 'ADA7K2', seenAt: NOW }) };

let banner: Part | undefined;
let trouble: ReturnType<typeof listenForTrouble>;

async function open(
  services: Parameters<typeof servicesOf>[0] = {},
  change: Parameters<typeof contextOf>[0] & { readonly isByItself?: boolean } = {},
) {
  const all = servicesOf({ guest: followed, ...services, answers: { offer: () => OFFER, ...services.answers } });
  banner = createBanner(contextOf({ services: all, ...change }));
  await banner.open('friend', change.isByItself);
  return { services: all, root: () => rootOf('banner'), title: () => find(rootOf('banner'), 'strong').innerText };
}

beforeEach(async () => {
  await page.viewport(1280, 800);
  trouble = listenForTrouble();
  document.body.innerHTML = '<button id="shop">Tea</button>';
});

afterEach(() => {
  banner?.remove();
  document.body.innerHTML = '';
  vi.restoreAllMocks();
  trouble.stop();
  expect(trouble.heard).toEqual([]);
});

describe('the friend’s banner', () => {
  it('says who recommended and what it brings, and takes no focus', async () => {
    document.querySelector<HTMLElement>('#shop')?.focus();
    const { root, title } = await open();
    expect(title()).toBe('Grace gives you $10');
    expect(root().textContent).toContain('Off an order of $30 or more.');
    expect(focused()?.id).toBe('shop');
  });

  it('says “a friend” where the advocate gave no name', async () => {
    const { title } = await open({ answers: { offer: () => ({ ...OFFER, advocateName: null }) } });
    expect(title()).toBe('A friend gives you $10');
  });

  it('writes a name as text, whatever it holds', async () => {
    const { root, title } = await open({ answers: { offer: () => ({ ...OFFER, advocateName: '<img src=x> {get}' }) } });
    expect(title()).toBe('<img src=x> {get} gives you $10');
    expect(root().querySelector('img')).toBeNull();
  });

  it('brings the single-use code for an e-mail, which it keeps for later pages', async () => {
    const claim = vi.fn<(input: unknown) => ClaimReply>(() => CLAIMED);
    const emit = vi.fn<(name: string, detail: unknown) => void>();
    const { root, title, services } = await open({ answers: { claim }, guest: { ...followed, emit } });
    button(root(), 'Claim $10').click();
    await vi.waitFor(() => expect(focused()).toBe(find(root(), '[type=email]')), PATIENTLY);
    await userEvent.keyboard('grace@example.com{Enter}');
    await vi.waitFor(() => expect(title()).toBe('Your code'), PATIENTLY);
    expect(claim.mock.calls[0]?.[0]).toMatchObject({
      body: { code: 'ADA7K2', email: 'grace@example.com', locale: 'en-US' },
    });
    expect(claim.mock.calls[0]?.[0]).toHaveProperty('body.touch');
    expect(find<HTMLInputElement>(root(), '.code').value).toBe('GIVE-7KQ2');
    expect(root().textContent).toContain('Good once at checkout, until December 5.');
    expect(services.own.read().claim?.code).toBe('GIVE-7KQ2');
    expect(emit).toHaveBeenCalledWith('claimed', { code: 'GIVE-7KQ2', expiresAt: CLAIMED.expiresAt });
    expect(focused()).toBe(button(root(), 'Copy'));
  });

  it('asks for no e-mail where the owner needs none', async () => {
    const claim = vi.fn<(input: unknown) => ClaimReply>(() => CLAIMED);
    const { root, title } = await open({ answers: { claim } }, { settings: settingsOf({ claimNeedsEmail: false }) });
    button(root(), 'Claim $10').click();
    await vi.waitFor(() => expect(title()).toBe('Your code'), PATIENTLY);
    expect(claim.mock.calls[0]?.[0]).not.toHaveProperty('body.email');
  });

  it('copies the code and says so without changing its width', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { root } = await open({ record: { claim: { ...CLAIMED } } });
    const copy = button(root(), 'Copy');
    const { width } = copy.getBoundingClientRect();
    copy.click();
    await vi.waitFor(() => expect(copy.innerText).toBe('Copied'), PATIENTLY);
    expect(copy.getBoundingClientRect().width).toBe(width);
    expect(write).toHaveBeenCalledWith('GIVE-7KQ2');
  });

  it('keeps the address and the attempt when a claim fails, and says why', async () => {
    const errors = [new BothwaysError('network', ''), new BothwaysError('invalid_field', '', { field: 'email' })];
    const claim = vi.fn<(input: unknown) => ClaimReply>(() => {
      const error = errors.shift();
      if (error) throw error;
      return CLAIMED;
    });
    const { root, title } = await open({ answers: { claim } });
    button(root(), 'Claim $10').click();
    await type(find(root(), '[type=email]'), 'grace@example.com');
    for (const words of ['Nothing came through.', 'Check the email address.']) {
      button(root(), 'Claim $10').click();
      await vi.waitFor(() => expect(find(root(), '[role=alert]').innerText).toContain(words), PATIENTLY);
      expect(find<HTMLInputElement>(root(), '[type=email]').value).toBe('grace@example.com');
    }
    button(root(), 'Claim $10').click();
    await vi.waitFor(() => expect(title()).toBe('Your code'), PATIENTLY);
    const attempts = claim.mock.calls.map(([input]) => (input as { body: { attempt: string } }).body.attempt);
    expect(new Set(attempts).size).toBe(1);
  });

  it('takes a code typed by hand, in any case', async () => {
    const offer = vi.fn<(input: unknown) => OfferReply>(() => OFFER);
    const { root, title } = await open({ guest: { referral: () => null }, answers: { offer } });
    expect(title()).toBe('Your friend’s code');
    await type(find(root(), 'input'), ' ada7k2 {Enter}');
    await vi.waitFor(() => expect(title()).toBe('Grace gives you $10'), PATIENTLY);
    expect(offer.mock.calls[0]?.[0]).toMatchObject({ query: { code: 'ADA7K2' } });
  });

  it.each(['', 'x', 'TWO WORDS', '<b>'])('asks nobody about %j, which can be no code', async (typed) => {
    const offer = vi.fn<() => OfferReply>(() => OFFER);
    const { root } = await open({ guest: { referral: () => null }, answers: { offer } });
    find<HTMLInputElement>(root(), 'input').value = typed;
    button(root(), 'Apply').click();
    await vi.waitFor(
      () => expect(root().textContent).toContain('We don’t know this code. Check it and try again.'),
      PATIENTLY,
    );
    expect(offer).not.toHaveBeenCalled();
  });

  it.each<[ClosedReason, string, string]>([
    ['unknown', 'We don’t know this code. Check it and try again.', 'Apply'],
    ['used', 'This code has been used. Try another.', 'Apply'],
    ['expired', 'This code has expired. Ask for a new one.', 'Apply'],
    ['own', 'This is your own code. Pass it on to a friend.', 'Give $10, get $10'],
    ['paused', 'The offer is taking a break. Come back soon.', 'Close'],
    ['over', 'The offer has ended. Thanks for stopping by.', 'Close'],
    ['not_started', 'The offer has not started yet. Come back soon.', 'Close'],
    ['exhausted', 'All rewards are taken for now. Come back soon.', 'Close'],
  ])('%s: says so and offers a next step', async (reason, words, next) => {
    const { root } = await open({ answers: { offer: () => ({ outcome: 'closed', reason }) } });
    expect(find(root(), '.words').innerText.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(button(root(), next)).toBeTruthy();
  });

  it('knows the visitor’s own code without asking anybody, and leads to sharing it', async () => {
    const openPopup = vi.fn<() => void>();
    const offer = vi.fn<() => OfferReply>(() => OFFER);
    const { root, title } = await open({ record: { link: OWN }, answers: { offer } }, { openPopup });
    expect(title()).toBe('This is your own code.');
    expect(offer).not.toHaveBeenCalled();
    button(root(), 'Give $10, get $10').click();
    expect(openPopup).toHaveBeenCalledTimes(1);
  });

  it('stays away when it comes by itself and nothing came through', async () => {
    const fail = () => {
      throw new BothwaysError('network', '');
    };
    await open({ answers: { offer: fail } }, { isByItself: true });
    expect(document.querySelector('[data-bothways]')).toBeNull();
  });

  it('says so, and tries again, when the visitor asked for it', async () => {
    const replies = [new BothwaysError('network', ''), undefined];
    const offer = () => {
      const error = replies.shift();
      if (error) throw error;
      return OFFER;
    };
    const { root, title } = await open({ answers: { offer } });
    expect(title()).toBe('Nothing came through.');
    button(root(), 'Try again').click();
    await vi.waitFor(() => expect(title()).toBe('Grace gives you $10'), PATIENTLY);
  });

  it.each([
    ['its close button', async () => button(rootOf('banner'), 'Close').click()],
    [
      'Escape',
      async () => {
        button(rootOf('banner'), 'Claim $10').focus();
        await userEvent.keyboard('{Escape}');
      },
    ],
  ])('is put away for this code by %s, and the launcher comes back', async (_, act) => {
    const hidden: boolean[] = [];
    const { services } = await open({}, { hideLauncher: (isHidden) => hidden.push(isHidden) });
    await act();
    expect(document.querySelector('[data-bothways]')).toBeNull();
    expect(services.own.read().dismissed).toEqual({ code: 'ADA7K2', at: NOW });
    expect(hidden).toEqual([true, false]);
  });

  it('arrives once: a later step takes its place without moving', async () => {
    const { root } = await open();
    expect(find(root(), '.card').getAnimations()).toHaveLength(1);
    button(root(), 'Claim $10').click();
    await vi.waitFor(() => expect(find(root(), 'input')).toBeTruthy(), PATIENTLY);
    expect(find(root(), '.card').getAnimations()).toEqual([]);
  });

  it('moves nothing of the page', async () => {
    const place = () => JSON.stringify(document.querySelector('#shop')?.getBoundingClientRect());
    const [before, height] = [place(), document.documentElement.scrollHeight];
    await open();
    expect([place(), document.documentElement.scrollHeight]).toEqual([before, height]);
  });
});
