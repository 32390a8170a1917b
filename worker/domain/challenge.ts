/**
 * Asks whether a token proves that a person solved a challenge on a page of one of these hosts. `address` is the network
 * address of whoever brings it, null where it is not known.
 */
export type CheckChallenge = (token: string, address: string | null, hosts: readonly string[]) => Promise<boolean>;
