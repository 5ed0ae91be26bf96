/** The code of a link stands behind the "#", which browsers send to nobody, and goes from the address at once. */
export function takenCode(): string {
  const code = location.hash.slice(1);
  if (code !== "") history.replaceState(null, "", location.pathname);
  return code;
}

/** The log-in, with what the code has told: the name, and the tenant, which nobody knows who has just been invited. */
export function logInAs(how: "made" | "changed", { username, tenant }: { username: string; tenant: string }): string {
  return `/login?${new URLSearchParams({ [how]: username, tenant })}`;
}
