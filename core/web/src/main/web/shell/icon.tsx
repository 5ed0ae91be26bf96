/** An icon, drawn in the colour of the text beside it. It says nothing: what it is on has a name in words. */
export function Icon({ of }: { of: string }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={of} />
    </svg>
  );
}
