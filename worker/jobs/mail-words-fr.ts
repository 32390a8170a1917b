import type { MailLanguage, RewardMoment } from './mail-words.ts';

/** French: « vous », no-break spaces before : ; ! ? and inside guillemets, and turns of phrase that need no gender. */
export const french: MailLanguage = {
  personLink: ({ shop, minutes }) => ({
    subject: `Vos récompenses chez ${shop}`,
    preview: `Ce lien les ouvre, une seule fois, pendant ${minutes} minutes.`,
    heading: 'Vos récompenses, en un clic',
    lines: ['Qui en a profité, ce qui vous revient et quand\u00a0: tout est là.'],
    action: 'Voir mes récompenses',
    notes: [
      `Le lien fonctionne une seule fois, pendant ${minutes} minutes.`,
      'Ce n’est pas vous\u00a0? Ignorez ce message, il ne se passera rien.',
    ],
  }),
  userLink: ({ name, minutes }) => ({
    subject: 'Votre lien vers le tableau de bord',
    preview: `Il fonctionne une seule fois, pendant ${minutes} minutes.`,
    heading: `Bonjour ${name}`,
    lines: ['Un clic et vous y êtes, sans mot de passe.'],
    action: 'Ouvrir le tableau de bord',
    notes: [
      `Le lien fonctionne une seule fois, pendant ${minutes} minutes.`,
      'Ce n’est pas vous\u00a0? Ignorez ce message, il ne se passera rien.',
    ],
  }),
  rewardGranted: ({ shop, amount, moment }) => ({
    subject: `Un proche a commandé\u00a0: ${amount} pour vous`,
    preview: grantedFrench(shop, moment),
    heading: `${amount} pour vous`,
    lines: [`Quelqu’un à qui vous avez parlé de ${shop} vient de commander.`, grantedFrench(shop, moment)],
    action: 'Voir mes récompenses',
    notes: [],
  }),
  rewardAvailable: ({ shop, amount }) => ({
    subject: `C’est à vous\u00a0: ${amount} à dépenser`,
    preview: `L’attente est finie chez ${shop}.`,
    heading: `${amount}, c’est à vous`,
    lines: [
      `Le délai de retour est passé\u00a0: votre récompense chez ${shop} est prête. Merci d’en avoir parlé autour de vous.`,
    ],
    action: 'Voir mes récompenses',
    notes: [],
  }),
  stubs: {
    give: 'Offrez',
    get: 'Recevez',
    yours: 'Pour vous',
    from: 'Dès le',
    now: 'Disponible',
    inReview: 'En vérification',
  },
  footer: (shop) => `Vous recevez ce message parce que vous recommandez ${shop} à vos proches.`,
  userFooter: 'Vous recevez ce message parce que quelqu’un a demandé à se connecter avec cette adresse.',
};

function grantedFrench(shop: string, moment: RewardMoment): string {
  switch (moment.kind) {
    case 'on':
      return `Ce sera à vous le ${moment.day}, une fois le délai de retour passé.`;
    case 'now':
      return 'C’est à vous dès maintenant.';
    case 'after_review':
      return `${shop} y jette un œil d’abord. Vous aurez de nos nouvelles dès que c’est prêt.`;
  }
}
