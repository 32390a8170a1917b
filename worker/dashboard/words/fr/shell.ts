import type { Words } from '../en/index.ts';

export const common: Words['common'] = {
  close: 'Fermer',
  copy: 'Copier',
  copied: 'Copié',
  undo: 'Annuler',
  retry: 'Réessayer',
  loading: 'Chargement',
  showMore: 'Afficher la suite',
  cancel: 'Annuler',
  back: 'Retour',
  actions: 'Actions',
  none: 'Aucun',
  days: 'jours',
};

export const errors: Words['errors'] = {
  offline: 'Vous êtes hors ligne. Ces données datent d’avant\u00a0; reconnectez-vous pour continuer.',
  network: 'Aucune réponse. Vérifiez votre connexion, puis réessayez.',
  timeout: 'La réponse a trop tardé. Réessayez.',
  badReply: 'La réponse est illisible. Rechargez la page\u00a0: une nouvelle version est peut-être en ligne.',
  internal: 'Un souci de notre côté\u00a0; rien n’a été enregistré. Réessayez.',
  rateLimited: 'Trop d’essais. Attendez une minute, puis réessayez.',
  busy: 'D’autres modifiaient la même chose. Réessayez.',
  forbidden: 'Votre rôle ne le permet pas. Un propriétaire de la boutique peut le faire, ou changer votre rôle.',
  amount: (example) => `Saisissez un montant, par exemple ${example}.`,
  notFound: 'Cette page n’existe pas. Ce que vous cherchez a peut-être changé de place.',
  screen: 'Cet écran n’a pas pu être chargé. Une nouvelle version est peut-être en ligne\u00a0: rechargez la page.',
  reload: 'Recharger',
};

export const nav: Words['nav'] = {
  label: 'Tableau de bord',
  skip: 'Aller au contenu',
  menu: 'Menu',
  overview: 'Vue d’ensemble',
  referrals: 'Parrainages',
  rewards: 'Récompenses',
  orders: 'Commandes',
  deliveries: 'Envois',
  settings: 'Réglages',
  install: 'Installation',
};

export const shell: Words['shell'] = {
  live: 'Réel',
  test: 'Test',
  mode: 'Données réelles ou de test',
  shop: 'Boutique',
  testBanner: 'Mode test. Rien n’est réel ici\u00a0: aucune commande ne compte, aucune récompense n’est due.',
  testNow: 'Heure de la boutique',
  forwardDay: '1 jour de plus',
  forwardWeek: '7 jours de plus',
  forwardTo: 'Régler l’heure',
  clockTitle: 'Avancer l’horloge de la boutique de test',
  clockExplain:
    'Les récompenses mûrissent, les codes expirent et les programmes se terminent comme si le temps avait passé. L’horloge ne fait qu’avancer.',
  clockField: 'Nouvelle heure de la boutique',
  clockMove: 'Avancer l’horloge',
  clockMoved: 'L’horloge a avancé.',
  language: 'Langue',
  theme: 'Apparence',
  themes: { system: 'Comme le système', light: 'Claire', dark: 'Sombre' },
  signedInAs: (email) => `Connexion\u00a0: ${email}`,
  signOut: 'Se déconnecter',
  role: { owner: 'Propriétaire', manager: 'Gestion', support: 'Assistance', reader: 'Lecture seule' },
  noShop: 'Vous n’appartenez à aucune boutique',
  noShopExplain: 'Demandez à un propriétaire de vous ajouter, puis reconnectez-vous.',
};

export const account: Words['account'] = {
  setUpTitle: 'Créez votre programme de parrainage',
  setUpLine: 'Vous en devenez propriétaire. Une minute, puis vous copiez une balise dans votre site.',
  email: 'Votre e-mail',
  emailWhy: 'Vous vous connectez par un lien envoyé ici. Il n’y a pas de mot de passe.',
  name: 'Votre nom',
  shopName: 'Nom de votre boutique',
  shopNameWhy: 'Vos clients le lisent dans les e-mails du programme.',
  setUp: 'Créer le programme',
  signInTitle: 'Connexion',
  signInLine: 'Nous vous envoyons un lien qui ouvre le tableau de bord.',
  signIn: 'Recevoir le lien',
  sentTitle: 'Regardez vos e-mails',
  sentLine: (email) => `Si ${email} a accès à ce tableau de bord, un lien arrive. Il ne sert qu’une fois.`,
  again: 'Utiliser une autre adresse',
  linkEnded: 'Ce lien a déjà servi ou a expiré. Demandez-en un autre.',
  needsSetUp: 'Première visite\u00a0? Ouvrez l’adresse avec le jeton d’installation affiché au démarrage du programme.',
};
