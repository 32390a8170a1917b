import { createClient, type ClientOf, type Transport } from '../../../sdk/client.ts';
import { isBothwaysError } from '../../../sdk/errors.ts';
import { dashboardRoutes } from './routes.ts';

/** The one seam between the screens and the API: a test hands in replies of its own here. */
export type Api = ClientOf<typeof dashboardRoutes>;

// Before the door a refusal is about the token that was brought, not about a session.
const DOOR: ReadonlySet<string> = new Set(['setUp', 'dashboardSignIn', 'openDashboard']);

/** Makes the API of the dashboard; `onSignedOut` hears of a session that has ended, whichever call found out. */
export function createApi(transport: Transport, onSignedOut: () => void): Api {
  const client = createClient(dashboardRoutes, transport);
  return {
    async call(name, input) {
      try {
        return await client.call(name, input);
      } catch (error) {
        if (isBothwaysError(error) && error.code === 'unauthorized' && !DOOR.has(name)) onSignedOut();
        throw error;
      }
    },
  };
}
