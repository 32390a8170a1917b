import { useWords } from '../words/words.ts';

/** Stands where rows will be, about as high; nothing moves under reduced motion. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }) {
  const words = useWords();
  return (
    <output class="skeleton" aria-label={words.common.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} />
      ))}
    </output>
  );
}
