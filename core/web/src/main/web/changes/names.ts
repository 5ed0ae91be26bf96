import { call } from "../api/client";
import type { Self } from "../api/schema";
import { useRead } from "../shell/read";

/** What a form offers to pick from, by name. */
export interface Names {
  services: readonly string[];
  teams: readonly string[];
  environments: readonly string[];
  repositories: readonly string[];
}

const NONE: Names = { services: [], teams: [], environments: [], repositories: [] };
const query = { limit: 500 };

/** Nothing until they are read, and nothing of what its reader may not see: then one types. */
export function useNames(me: Self): Names {
  const read = useRead("names", async (signal): Promise<Names> => {
    const mayServices = me.permissions.includes("service.read");
    const mayDeployments = me.permissions.includes("deployment.read");
    const [services, teams, environments, repositories] = await Promise.all([
      mayServices ? call("GET /services", { query, signal }) : null,
      me.permissions.includes("team.read") ? call("GET /teams", { query, signal }) : null,
      mayDeployments ? call("GET /environments", { query, signal }) : null,
      mayDeployments ? call("GET /repositories", { query, signal }) : null,
    ]);
    return {
      services: services?.items.map(({ name }) => name) ?? [],
      teams: teams?.items.map(({ name }) => name) ?? [],
      environments: environments?.items.map(({ name }) => name) ?? [],
      repositories: repositories?.items.map(({ full_name }) => full_name) ?? [],
    };
  });
  return read.value ?? NONE;
}
