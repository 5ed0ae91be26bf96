import { call } from "../api/client";
import type { Service } from "../api/schema";

/** What a request may write of a service, as it is now. */
export function writingOf(service: Service) {
  const { name, aliases, description, tier, is_active, runbook_url, repository_url, monitoring_url } = service;
  return {
    name,
    aliases,
    description,
    owner_team: service.owner_team.id,
    tier,
    escalation_policy: service.escalation_policy?.id ?? null,
    runbook_url,
    repository_url,
    monitoring_url,
    is_active,
    depends_on: service.depends_on.map(({ id }) => id),
  };
}

/**
 * Changes one thing of a service, and leaves the rest as it is at this moment.
 *
 * @param id or name
 */
export async function changeService(
  id: string,
  to: (now: Service) => Partial<ReturnType<typeof writingOf>>,
): Promise<void> {
  const now = await call("GET /services/{id}", { path: { id } });
  await call("PUT /services/{id}", {
    path: { id: now.id },
    version: now.version,
    body: { ...writingOf(now), ...to(now) },
  });
}
