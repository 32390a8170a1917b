import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseWebhookAddress } from '../../../worker/domain/webhook-address.ts';

const refuse = (address: string, allowLocal = false) => refuseWebhookAddress(address, { allowLocal });

describe('the address of a webhook', () => {
  it.each([
    'https://hooks.example.com/bothways',
    'https://example.com:8443/',
    'https://xn--caf-dma.example.com/',
    'https://10-0-0-1.example.com/',
  ])('may be %s', (address) => {
    expect(refuse(address)).toBeNull();
  });

  it.each(['http://localhost:8788/hooks', 'http://127.0.0.1/', 'https://[::1]:3000/'])(
    'may be %s on a developer’s machine, and only there',
    (address) => {
      expect(refuse(address, true)).toBeNull();
      expect(refuse(address)).not.toBeNull();
    },
  );

  it.each([
    'ftp://localhost/',
    'http://192.168.1.1/',
    'http://localhost.example/',
    'http://127.0.0.2/',
    'not an address',
  ])('is never %s', (address) => {
    expect(refuse(address, true)).not.toBeNull();
  });

  it('is never a number, however it is written', () => {
    const spellings = (n: number) => [
      String(n),
      `0x${n.toString(16)}`,
      `0${n.toString(8)}`,
      [24, 16, 8, 0].map((bits) => (n >>> bits) & 255).join('.'),
      `${[24, 16, 8, 0].map((bits) => (n >>> bits) & 255).join('.')}.`,
    ];
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), (n) => {
        for (const host of spellings(n)) expect(refuse(`https://${host}/`)).not.toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        expect(refuse(`https://[${address}]/`)).not.toBeNull();
      }),
    );
  });
});
