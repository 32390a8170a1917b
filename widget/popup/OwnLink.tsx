import { createRef } from 'preact';
import { Heading } from './Heading.tsx';
import type { Step } from './model.ts';
import { shareTargets, withChannel } from './share.ts';
import { ShareIcon } from './ShareIcon.tsx';
import { OfferTicket } from './Ticket.tsx';
import { TITLE, type View } from './view.ts';

const shownAtFirst = 3;
/** What one line of the field holds on the narrowest phones; a longer link gets two. */
const charactersInALine = 36;

/** The visitor's own link in full, its code, and the ways to pass it on. */
export function OwnLink({ view, step: { own } }: { readonly view: View; readonly step: Step & { at: 'link' } }) {
  const { model, say, options } = view;
  const { device } = options;
  const field = createRef<HTMLTextAreaElement>();
  const { note, isMoreShown } = model.state();
  const link = withChannel(own.link, own.code, 'c');
  const message = say('shareMessage');
  const targets = shareTargets(device.isPhone);
  const shown = isMoreShown ? targets : targets.slice(0, shownAtFirst);
  return (
    <section>
      <OfferTicket view={view} look="torn" />
      <Heading>{say('linkHeadline')}</Heading>
      <p>{say('goodFriend')}</p>
      <textarea
        ref={field}
        readOnly
        rows={link.length > charactersInALine ? 2 : 1}
        dir="ltr"
        part="link"
        value={link}
        aria-labelledby={TITLE}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="both">
        <button
          type="button"
          class={device.share && device.isPhone ? 'swap' : 'main swap'}
          part="button"
          onClick={() => void model.copy(own, field.current)}
        >
          <span class={note === 'copied' ? 'off' : ''}>{say('copy')}</span>
          <span class={note === 'copied' ? '' : 'off'}>{say('copied')}</span>
        </button>
        {device.share && (
          <button
            type="button"
            class={device.isPhone ? 'main' : ''}
            part="button"
            onClick={() => void model.shareNatively(own, message, field.current)}
          >
            {say('share')}
          </button>
        )}
      </div>
      <p class="small">
        {note === 'copyByHand' ? say(note) : say('orCode')} <bdi class="code">{own.code}</bdi>
      </p>
      <div class="shares">
        {shown.map(({ letter, channel, label, href }) => (
          <a
            key={letter}
            href={href(message, withChannel(own.link, own.code, letter))}
            target="_blank"
            rel="noopener"
            part="share"
            onClick={() => model.shared(own, { channel })}
          >
            <ShareIcon of={letter} />
            {label === 'email' || label === 'sms' ? say(label) : label}
          </a>
        ))}
        {shown.length < targets.length && (
          <button type="button" part="share" onClick={model.showMore}>
            <ShareIcon of="more" />
            {say('more')}
          </button>
        )}
      </div>
      <div class="end">
        <button type="button" class="quiet" onClick={model.openRewards}>
          {say('rewards')}
        </button>
      </div>
    </section>
  );
}
