import type { Self } from "../api/schema";

/** Whether somebody may do something, everywhere or for this team. */
export function mayFor(me: Self, permission: string, team: string): boolean {
  return (
    me.permissions.includes(permission) ||
    me.grants.some((grant) => grant.permission === permission && (!grant.team || grant.team.id === team))
  );
}
