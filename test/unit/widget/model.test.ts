import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '../../../sdk/contract/visitor.ts';
import { BothwaysError } from '../../../sdk/errors.ts';
import type { OwnRecord, Services } from '../../../sdk/guest.ts';
import { createModel, type PopupModel } from '../../../widget/popup/model.ts';
import type { PopupOptions } from '../../../widget/popup/options.ts';

const OWN = { code: 'ADA7', link: 'https://shop.example/?via=ADA7' };
const ADA = { email: 'ada@example.com', firstName: '', showName: false };
const settle = () => new Promise((resolve) => setTimeout(resolve));
const me = (links: Me['links']): Me => ({
  verified: true,
  links,
  joinedCount: 0,
  orderedCount: 0,
  balance: [],
  friends: [],
});

interface Call {
  readonly name: string;
  readonly body: Record<string, unknown>;
}

interface Change extends Partial<Pick<Services, 'me' | 'isSignedIn'>> {
  readonly state?: 'paused';
  readonly record?: OwnRecord;
  readonly identity?: string;
  readonly share?: (data: ShareData) => Promise<void>;
}

/** A model whose every call is answered by hand, in the order asked. */
function setUp({ state, record = {}, identity, share, ...change }: Change = {}) {
  const calls: Call[] = [];
  const answers: (() => unknown)[] = [];
  const emit = vi.fn<(name: string, detail: unknown) => void>();
  const track = vi.fn<() => Promise<void>>().mockResolvedValue();
  let held = record;
  const services = {
    guest: { shop: 'pk_test_0123456789abcdef', emit, identity },
    client: {
      call: async (name: string, { body }: { body: Record<string, unknown> }) => {
        calls.push({ name, body });
        return answers.shift()?.();
      },
    },
    own: { read: () => held, update: (part: OwnRecord) => void (held = { ...held, ...part }) },
    track,
    isSignedIn: () => false,
    me: async () => null,
    ...change,
  };
  const device = { isOnline: () => true, isPhone: true, share, returnUrl: () => 'https://shop.example/tea' };
  const options = { services, device, locale: 'en-US', settings: { state: state ?? 'open' } };
  const model = createModel(options as unknown as PopupOptions, () => undefined);
  return { model, calls, answers, emit, track, record: () => held };
}

const step = (model: PopupModel) => model.state().step;

describe('where the popup opens', () => {
  it.each<[string, Change, string]>([
    ['at the offer, for a newcomer', {}, 'offer'],
    ['at the link, for whoever joined in this browser', { record: { link: OWN } }, 'link'],
    ['at the sentence why not, when the program is paused', { state: 'paused' }, 'closed'],
    ['at the link even then, for whoever has one', { state: 'paused', record: { link: OWN } }, 'link'],
    ['at the rewards, for whoever is signed in', { isSignedIn: () => true, me: async () => me([OWN]) }, 'progress'],
    [
      'at the offer, for a known customer who has not joined',
      { isSignedIn: () => true, me: async () => me([]) },
      'offer',
    ],
    ['at the sign-in, when the session has ended', { isSignedIn: () => true }, 'signIn'],
  ])('%s', async (_, change, at) => {
    const { model } = setUp(change);
    model.show('auto');
    await settle();
    expect(step(model).at).toBe(at);
  });
});

describe('joining', () => {
  it('sends the address, and nothing about a name that was not given', async () => {
    const { model, calls, answers, emit, record } = setUp();
    answers.push(() => ({ outcome: 'joined', ...OWN }));
    model.start();
    model.join({ ...ADA, showName: true });
    await settle();
    expect(calls).toMatchObject([{ name: 'join', body: { email: 'ada@example.com', locale: 'en-US' } }]);
    expect(calls[0]?.body).not.toHaveProperty('showName');
    expect(calls[0]?.body).not.toHaveProperty('firstName');
    expect(step(model)).toEqual({ at: 'link', own: OWN });
    expect(record().link).toEqual(OWN);
    expect(emit).toHaveBeenCalledWith('joined', OWN);
  });

  it('shows the name to friends only if the box was ticked', async () => {
    const { model, calls, answers } = setUp();
    answers.push(() => ({ outcome: 'joined', ...OWN }));
    model.join({ email: ' ada@example.com ', firstName: ' Ada ', showName: false });
    await settle();
    expect(calls[0]?.body).toMatchObject({ email: 'ada@example.com', firstName: 'Ada', showName: false });
  });

  it('sends nothing for a slip in the address', () => {
    const { model, calls } = setUp();
    model.join({ ...ADA, email: 'ada@' });
    expect(step(model)).toEqual({ at: 'join', isBusy: false, problem: 'badEmail' });
    expect(calls).toEqual([]);
  });

  it('repeats the attempt when the same is sent again, and makes a new one for another address', async () => {
    const { model, calls, answers } = setUp();
    answers.push(
      () => {
        throw new BothwaysError('network', '');
      },
      () => {
        throw new BothwaysError('network', '');
      },
      () => ({ outcome: 'joined', ...OWN }),
    );
    for (const email of [ADA.email, ADA.email, 'grace@example.com']) {
      model.join({ ...ADA, email });
      await settle();
    }
    const [first, second, third] = calls.map(({ body }) => body['attempt']);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each([
    [new BothwaysError('network', ''), 'blocked'],
    [new BothwaysError('rate_limited', ''), 'rate_limited'],
    [new BothwaysError('invalid_field', '', { field: 'email' }), 'badEmail'],
    [new BothwaysError('internal', ''), 'failed'],
  ])('keeps the form and says what happened: %s', async (error, problem) => {
    const { model, answers } = setUp();
    answers.push(() => {
      throw error;
    });
    model.join(ADA);
    expect(step(model)).toMatchObject({ at: 'join', isBusy: true });
    await settle();
    expect(step(model)).toEqual({ at: 'join', isBusy: false, problem });
    expect(model.email()).toBe('ada@example.com');
  });

  it('tells it when the program closed meanwhile', async () => {
    const { model, answers } = setUp();
    answers.push(() => ({ outcome: 'closed', reason: 'exhausted' }));
    model.join(ADA);
    await settle();
    expect(step(model)).toEqual({ at: 'closed', reason: 'exhausted' });
  });

  it('asks for no address where the shop vouches for the visitor', async () => {
    const { model, calls, answers } = setUp({ identity: 'token' });
    answers.push(() => ({ outcome: 'joined', ...OWN }));
    model.start();
    await settle();
    expect(calls[0]?.body).toMatchObject({ identity: 'token' });
    expect(calls[0]?.body).not.toHaveProperty('email');
    expect(step(model).at).toBe('link');
  });

  it('lets a late answer change nothing for a visitor who has gone elsewhere', async () => {
    const { model, answers, record } = setUp();
    answers.push(() => ({ outcome: 'closed', reason: 'paused' }));
    model.join(ADA);
    model.show('offer');
    await settle();
    expect(step(model)).toEqual({ at: 'offer' });
    expect(record().link).toBeUndefined();
  });
});

describe('rewards', () => {
  it('open by a link that is mailed, never by a typed address', async () => {
    const { model, calls, answers } = setUp({ record: { link: OWN } });
    answers.push(() => ({ done: true }));
    model.openRewards();
    expect(step(model)).toEqual({ at: 'signIn', isBusy: false, problem: null });
    model.signIn('ada@example.com');
    await settle();
    expect(calls).toMatchObject([
      { name: 'signIn', body: { email: 'ada@example.com', returnUrl: 'https://shop.example/tea' } },
    ]);
    expect(step(model)).toEqual({ at: 'sent', email: 'ada@example.com' });
  });

  it('can be asked for again after a failure', async () => {
    const answers = [
      () => {
        throw new BothwaysError('network', '');
      },
      () => me([OWN]),
    ];
    const { model } = setUp({ isSignedIn: () => true, me: async () => answers.shift()?.() ?? null });
    model.openRewards();
    await settle();
    const failed = step(model);
    if (failed.at !== 'failed') throw new Error('Expected the failure to be shown.');
    expect(failed.trouble).toBe('blocked');
    failed.again();
    await settle();
    expect(step(model).at).toBe('progress');
  });
});

describe('sharing', () => {
  let shared: ReturnType<typeof setUp>;
  const sheet = vi.fn<(data: ShareData) => Promise<void>>();

  beforeEach(() => {
    sheet.mockReset();
    shared = setUp({ record: { link: OWN }, share: sheet });
  });

  it('is reported with its channel once the sheet was used', async () => {
    sheet.mockResolvedValue();
    await shared.model.shareNatively(OWN, 'Tea:', null);
    expect(sheet).toHaveBeenCalledWith({ text: 'Tea:', url: 'https://shop.example/?via=ADA7.n' });
    expect(shared.track).toHaveBeenCalledWith({ kind: 'share', code: 'ADA7', channel: 'native' });
  });

  it('is not counted when the visitor closes the sheet', async () => {
    sheet.mockRejectedValue(new DOMException('', 'AbortError'));
    await shared.model.shareNatively(OWN, 'Tea:', null);
    expect(shared.track).not.toHaveBeenCalled();
    expect(shared.model.state().note).toBeNull();
  });

  it('falls back to copying where the sheet fails, and says so if that fails too', async () => {
    sheet.mockRejectedValue(new DOMException('', 'NotAllowedError'));
    await shared.model.shareNatively(OWN, 'Tea:', null);
    expect(shared.model.state().note).toBe('copyByHand');
  });

  it('goes on when the report of it fails', async () => {
    shared.track.mockRejectedValue(new BothwaysError('network', ''));
    shared.model.shared(OWN, { channel: 'email' });
    await settle();
    expect(shared.emit).toHaveBeenCalledWith('shared', { channel: 'email' });
  });
});
