import { Heading } from './Heading.tsx';
import { OfferTicket } from './Ticket.tsx';
import type { View } from './view.ts';

export function Offer({ view }: { readonly view: View }) {
  const { model, options, say } = view;
  return (
    <section>
      <OfferTicket view={view} look="big" />
      <Heading>{say('headline')}</Heading>
      <p>{say('explain')}</p>
      <div class="end">
        <button type="button" class="main" part="button" onClick={model.start}>
          {say('join')}
        </button>
        {options.services.guest.identity && <p class="small">{say('consent')}</p>}
        <div class="row">
          <button type="button" class="quiet" onClick={model.openRewards}>
            {say('rewards')}
          </button>
          <button type="button" class="quiet" onClick={options.openFriend}>
            {say('haveCode')}
          </button>
        </div>
      </div>
    </section>
  );
}
