/** The colour of a tag, beside its name: the name alone says which it is. */
export function TagMark({ color }: { color: string }) {
  return (
    <svg class="tag-mark" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <circle cx="5" cy="5" r="4.5" fill={color} stroke="currentColor" />
    </svg>
  );
}
