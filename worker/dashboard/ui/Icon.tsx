// Drawn on a 20 px grid with the text's own color; each stands beside a word and says nothing by itself.
const PATHS = {
  overview: 'M3 10.5 10 4l7 6.5M5 9v7h10V9',
  referrals: 'M7 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zm-4.5 7a4.5 4.5 0 0 1 9 0M13.5 5.5v6m-3-3h6',
  rewards: 'M3 8h14v3H3zm1.5 3v5.5h11V11M10 8v8.5M10 8S6 7.5 6 5.5 9 4 10 8zm0 0s4-.5 4-2.5S11 4 10 8z',
  orders: 'M4 3.5h12V17l-2-1.3-2 1.3-2-1.3L8 17l-2-1.3L4 17zM7 7.5h6M7 11h6',
  deliveries: 'M3 10.5 17 3.5l-4.5 13-3-5zm6.5 1L17 3.5',
  settings: 'M3 6h7m5 0h2M3 14h2m5 0h7M12.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm-5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  install: 'm7 6-4 4 4 4m6-8 4 4-4 4m-2-10-2 12',
  menu: 'M3 6h14M3 10h14M3 14h14',
  close: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10.5 4 4 8-9',
  cross: 'm5.5 5.5 9 9m0-9-9 9',
  arrow: 'M4 10h12m-4.5-4.5L16 10l-4.5 4.5',
  plus: 'M10 4v12M4 10h12',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm0-11v4l2.5 2',
  alert: 'M10 3.5 17.5 16.5h-15zM10 8v4m0 2.2v.3',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
