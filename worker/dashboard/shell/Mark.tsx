/** The name beside two ticket stubs: what is given and what is got. */
export function Mark() {
  return (
    <span class="mark">
      <svg viewBox="0 0 32 24" aria-hidden="true" focusable="false">
        <path class="mark-give" d="M2 5a3 3 0 0 1 3-3h9v3.2h2V2h0v20h0v-3.2h-2V22H5a3 3 0 0 1-3-3z" />
        <path class="mark-get" d="M30 5a3 3 0 0 0-3-3H18v20h9a3 3 0 0 0 3-3z" />
      </svg>
      Bothways
    </span>
  );
}
