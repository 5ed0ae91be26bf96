/** How somebody is called: in full, if that is known. */
export function named(person: { username: string; name: string | null }): string {
  return person.name ?? person.username;
}
