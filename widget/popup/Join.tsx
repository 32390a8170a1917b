import { Form, textOf } from './Form.tsx';
import { Heading } from './Heading.tsx';
import type { Step } from './model.ts';
import { OfferTicket } from './Ticket.tsx';
import type { View } from './view.ts';

/** Asks for an e-mail, and for the name that friends may see; the box for that is never ticked by itself. */
export function Join({ view, step }: { readonly view: View; readonly step: Step & { at: 'join' } }) {
  const { model, say } = view;
  const send = (form: FormData) =>
    model.join({
      email: textOf(form, 'email'),
      firstName: textOf(form, 'firstName'),
      showName: form.has('showName'),
    });
  const terms = say('terms');
  return (
    <section>
      <OfferTicket view={view} look="" />
      <Heading isQuiet>{say('joinHeadline')}</Heading>
      <p>{say('joinLine')}</p>
      <Form view={view} {...step} action={say('join')} onSend={send}>
        <label>
          {say('firstNameLabel')}
          {/* oxlint-disable-next-line jsx-a11y/autocomplete-valid -- it is one of the standard */}
          <input type="text" name="firstName" autocomplete="given-name" maxLength={40} part="input" />
        </label>
        <label class="check">
          <input type="checkbox" name="showName" />
          {say('showName')}
        </label>
      </Form>
      <p class="small">
        {say('consent')}{' '}
        {/^https?:/.test(terms) ? (
          <a href={terms} target="_blank" rel="noopener">
            {new URL(terms).host}
          </a>
        ) : (
          terms
        )}
      </p>
    </section>
  );
}
