import { Heading } from './Heading.tsx';
import { Join } from './Join.tsx';
import { Notice } from './Notice.tsx';
import { Offer } from './Offer.tsx';
import { OwnLink } from './OwnLink.tsx';
import { Progress } from './Progress.tsx';
import { SignIn } from './SignIn.tsx';
import type { View } from './view.ts';

/** Draws the step the visitor is at. */
export function Screen(view: View) {
  const { model, say, close } = view;
  const { step } = model.state();
  switch (step.at) {
    case 'loading':
      return (
        <section class="wait" aria-busy="true">
          <div class="ticket" />
          <Heading>{say('headline')}</Heading>
          <p />
          <p />
        </section>
      );
    case 'offer':
      return <Offer view={view} />;
    case 'join':
      return <Join view={view} step={step} />;
    case 'link':
      return <OwnLink view={view} step={step} />;
    case 'signIn':
      return <SignIn view={view} step={step} />;
    case 'sent':
      return (
        <Notice view={view} isGood text={say('sent', { email: step.email })} action={say('close')} onAct={close} />
      );
    case 'progress':
      return <Progress view={view} step={step} />;
    case 'closed':
      return <Notice view={view} text={say(step.reason)} action={say('rewards')} onAct={model.openRewards} />;
    case 'failed':
      return <Notice view={view} text={say(step.trouble)} action={say('retry')} onAct={step.again} />;
  }
}
