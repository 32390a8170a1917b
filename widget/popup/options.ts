import type { WidgetContext } from '../context.ts';

/** What the popup uses of the device it is on. */
export interface Device {
  readonly isOnline: () => boolean;
  readonly isPhone: boolean;
  /** Opens the native share sheet; undefined where there is none. */
  readonly share: ((data: ShareData) => Promise<void>) | undefined;
  /** Where a magic link leads back to: this page without query and fragment, which may hold personal data. */
  readonly returnUrl: () => string;
}

/** What the popup is given; the tests of its components hand in answers here and nowhere else. */
export interface PopupOptions extends WidgetContext {
  readonly device: Device;
}

/** The device of this page. */
export function thisDevice(): Device {
  return {
    isOnline: () => navigator.onLine,
    isPhone: matchMedia('(pointer: coarse)').matches,
    share: 'share' in navigator ? (data) => navigator.share(data) : undefined,
    returnUrl: () => location.origin + location.pathname,
  };
}
