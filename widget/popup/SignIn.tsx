import { Form, textOf } from './Form.tsx';
import { Heading } from './Heading.tsx';
import type { Step } from './model.ts';
import { OfferTicket } from './Ticket.tsx';
import type { View } from './view.ts';

/** Rewards belong to a person, and a typed address proves nothing: they open by a link that is mailed. */
export function SignIn({ view, step }: { readonly view: View; readonly step: Step & { at: 'signIn' } }) {
  const { model, say } = view;
  return (
    <section>
      <OfferTicket view={view} look="torn" />
      <Heading isQuiet>{say('signInHeadline')}</Heading>
      <p>{say('signInLine')}</p>
      <Form view={view} {...step} action={say('signIn')} onSend={(form) => model.signIn(textOf(form, 'email'))} />
      <BackToLink {...view} />
    </section>
  );
}

/** The way back, for whoever has a link here. */
export function BackToLink({ model, say }: View) {
  const own = model.ownLink();
  return own ? (
    <button type="button" class="quiet" onClick={() => model.openLink(own)}>
      {say('shareLink')}
    </button>
  ) : null;
}
