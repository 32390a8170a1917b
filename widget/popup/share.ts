import type { Channel, ChannelLetter } from '../../sdk/contract/attribution.ts';

/** A way to pass the link on; `href` opens the visitor's own app or the channel's share page, so nothing is sent by us. */
export interface ShareTarget {
  readonly letter: ChannelLetter;
  readonly channel: Channel;
  /** A brand's name, the same in every language; `email` and `sms` are keys of texts. */
  readonly label: string;
  readonly href: (message: string, link: string) => string;
}

const text = (message: string, link: string) => encodeURIComponent(`${message} ${link}`);
const encoded = encodeURIComponent;

const targets = {
  e: { channel: 'email', label: 'email', href: (m, l) => `mailto:?subject=${encoded(m)}&body=${text(m, l)}` },
  // `?&body=` is the one form that both iOS and Android read.
  s: { channel: 'sms', label: 'sms', href: (m, l) => `sms:?&body=${text(m, l)}` },
  w: { channel: 'whatsapp', label: 'WhatsApp', href: (m, l) => `https://wa.me/?text=${text(m, l)}` },
  x: { channel: 'x', label: 'X', href: (m, l) => `https://x.com/intent/post?text=${text(m, l)}` },
  t: {
    channel: 'telegram',
    label: 'Telegram',
    href: (m, l) => `https://t.me/share/url?url=${encoded(l)}&text=${encoded(m)}`,
  },
  f: {
    channel: 'facebook',
    label: 'Facebook',
    href: (_, l) => `https://www.facebook.com/sharer/sharer.php?u=${encoded(l)}`,
  },
  l: {
    channel: 'linkedin',
    label: 'LinkedIn',
    href: (_, l) => `https://www.linkedin.com/sharing/share-offsite/?url=${encoded(l)}`,
  },
  i: { channel: 'line', label: 'LINE', href: (m, l) => `https://line.me/R/share?text=${text(m, l)}` },
} as const satisfies Partial<Record<ChannelLetter, Omit<ShareTarget, 'letter'>>>;

type Offered = keyof typeof targets;

/** The channels to offer, best first: three are shown, the rest wait behind "More". A desktop rarely sends a text message. */
export function shareTargets(isPhone: boolean): readonly ShareTarget[] {
  const order: readonly Offered[] = isPhone
    ? ['w', 's', 'e', 't', 'f', 'x', 'l', 'i']
    : ['e', 'w', 'x', 't', 'f', 'l', 'i'];
  return order.map((letter) => ({ letter, ...targets[letter] }));
}

/**
 * Writes the channel into a link as one letter after the code, where the code stands in the query or ends the path.
 *
 * @example withChannel('https://shop.example/?via=ADA7', 'ADA7', 'w') // 'https://shop.example/?via=ADA7.w'
 */
export function withChannel(link: string, code: string, letter: ChannelLetter): string {
  const at = new RegExp(`([=/]${code})(?=$|[&#?])`, 'i');
  return link.replace(at, `$1.${letter}`);
}
