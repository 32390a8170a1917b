// Drawn on a 24 px grid as one stroke each; a channel's own logo would be its owner's to license, and heavier.
const paths = {
  e: 'M3 6h18v12H3zl9 7 9-7',
  s: 'M4 5h16v11h-8l-5 4v-4H4z',
  w: 'M4 20l1-4a8 8 0 1 1 3 3zM9 9q0 5 6 6l1-2-2-1-1 1-2-2 1-1-1-2z',
  x: 'M5 4l14 16M19 4 5 20',
  t: 'M21 4 3 11l6 2 2 6 3-4 5 3zL9 13',
  f: 'M16 4h-1q-3 0-3 3v13M8 12h7',
  l: 'M5 10v9M5 5v1M10 19v-9m0 5q0-5 4-5t4 5v4',
  i: 'M12 4c5 0 9 3 9 7s-6 7-9 9v-3c-5 0-9-2-9-6s4-7 9-7z',
  more: 'M5 12h1M12 12h1M19 12h1',
} as const;

export function ShareIcon({ of }: { readonly of: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[isDrawn(of) ? of : 'more']} />
    </svg>
  );
}

function isDrawn(name: string): name is keyof typeof paths {
  return name in paths;
}
