/** What a user of a tenant may be, the least first. */
export const ROLES = ["viewer", "responder", "operator", "tenant_admin"] as const;
