import type { PageModule } from '../sdk/guest.ts';
import { createServices, tellErrors } from '../sdk/services.ts';
import { createWidget, type Widget } from './widget.ts';

/**
 * What the first load calls once, at idle or at the first call that needs it. It never throws; where the API cannot be reached
 * the page simply stays as it is, and a later `open()` tries again.
 */
export const startPage: PageModule['startPage'] = (firstLoad) => {
  const services = createServices(firstLoad);
  let widget: Promise<Widget> | undefined;
  const load = (): Promise<Widget> => {
    widget ??= createWidget(services).catch((error: unknown) => {
      widget = undefined;
      throw error;
    });
    return widget;
  };
  void load().catch(() => undefined);
  return tellErrors(firstLoad, {
    ...services,
    open: async (view = 'auto') => (await load()).open(view),
    close: async () => (await widget)?.close(),
  });
};
