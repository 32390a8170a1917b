import type { PageView, Services } from '../../sdk/guest.ts';
import type { WidgetContext } from '../context.ts';

/** What the popup is given; the tests of its components hand in answers here and nowhere else. */
export interface PopupOptions extends WidgetContext {
  readonly me: Services['me'];
  readonly isSignedIn: Services['isSignedIn'];
  readonly track: Services['track'];
  /** A token by which the shop vouches for the visitor, so that no e-mail has to be asked. */
  readonly identity: () => string | undefined;
  /** Where a magic link leads back to: this page without query and fragment, which may hold personal data. */
  readonly returnUrl: () => string;
  /** Opens the native share sheet; undefined where there is none. */
  readonly share: ((data: ShareData) => Promise<void>) | undefined;
  readonly isPhone: boolean;
  /** Hands over to the friend's banner, for a code typed by hand. */
  readonly openFriend: () => void;
}

/** A mounted popup. `remove()` leaves the page as it was. */
export interface Popup {
  readonly open: (view?: PageView) => void;
  readonly close: () => void;
  readonly remove: () => void;
}
