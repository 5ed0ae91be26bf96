/** The code of a link stands behind the "#", which browsers send to nobody, and goes from the address at once. */
export function takenCode(): string {
  const code = location.hash.slice(1);
  if (code !== "") history.replaceState(null, "", location.pathname);
  return code;
}
