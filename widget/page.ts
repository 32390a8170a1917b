import type { PageModule } from '../sdk/guest.ts';
import { createServices, tellErrors } from '../sdk/services.ts';
import { once } from './once.ts';
import { createWidget, type Widget } from './widget.ts';

/**
 * What the first load calls once, at idle or at the first call that needs it. It never throws; where the API cannot be reached
 * the page simply stays as it is, and a later `open()` tries again.
 */
export const startPage: PageModule['startPage'] = (firstLoad) => {
  const services = createServices(firstLoad);
  let made: Widget | undefined;
  const widget = once(async () => (made = await createWidget(services)));
  if (firstLoad.widget !== 'off' || services.guest.token) void widget().catch(() => undefined);
  return {
    ...services,
    open: tellErrors(firstLoad, async (view = 'auto') => (await widget()).open(view)),
    close: async () => made?.close(),
  };
};
