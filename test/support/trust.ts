/**
 * Lets the workerd of the tests trust the authority of test/support/certificate, so that the Worker can be seen talking to a
 * mail server over TLS. The authority's key was thrown away, and the certificate's is for `localhost` only. Miniflare reads
 * the variable once, while it loads; whatever the tests start besides, such as npm, trusts what this machine trusts.
 */
export async function whileTrusting<Loaded>(loadMiniflare: () => Promise<Loaded>): Promise<Loaded> {
  const before = process.env['NODE_EXTRA_CA_CERTS'];
  process.env['NODE_EXTRA_CA_CERTS'] = 'test/support/certificate/authority.pem';
  try {
    return await loadMiniflare();
  } finally {
    if (before === undefined) delete process.env['NODE_EXTRA_CA_CERTS'];
    else process.env['NODE_EXTRA_CA_CERTS'] = before;
  }
}
