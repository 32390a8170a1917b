import { formatTouch, parseTouch } from '../../sdk/contract/attribution.ts';
import type { Touch } from '../../sdk/contract/attribution.ts';
import type { Vault } from './vault.ts';

/** Writes a touch with a signature: what the server's own cookie holds, so that a page can't make one up. */
export async function signTouch(vault: Vault, shopId: string, touch: Touch): Promise<string> {
  const plain = formatTouch(touch);
  return `${plain}~${await vault.hash(`touch ${shopId}`, plain)}`;
}

/** Reads what {@link signTouch} wrote; null where it is something else or was changed. */
export async function verifyTouch(vault: Vault, shopId: string, value: string): Promise<Touch | null> {
  const [plain = '', signature = ''] = value.split('~');
  return (await vault.verify(`touch ${shopId}`, plain, signature)) ? parseTouch(plain) : null;
}
