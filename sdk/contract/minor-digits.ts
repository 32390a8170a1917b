// ISO 4217, list one. Not Intl's: browsers and workerd follow CLDR there, which prints HUF, IDR, PKR and others without decimals,
// and an amount of such a currency would come out a hundred times too large or too small.
const NONE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const THREE = 'BHD IQD JOD KWD LYD OMR TND';

/** How many decimal digits the minor unit of a currency has: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): 0 | 2 | 3 {
  if (NONE.includes(currency)) return 0;
  return THREE.includes(currency) ? 3 : 2;
}
