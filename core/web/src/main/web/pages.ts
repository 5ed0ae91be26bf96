import type { ComponentType } from "preact";
import type { Self } from "./api/schema";
import { loadWords, type Part } from "./words";

/** What a page gets: who reads it, and the parameters of its route. */
export interface PageProps {
  me: Self;
  params: Record<string, string>;
}

interface Page<P> {
  words: Part[];
  /** Without it the page is not shown. One that only reads needs none here: the server refuses what it asks for. */
  permission?: string;
  load: () => Promise<ComponentType<P>>;
}

/** The pages that need no session. */
const OPEN: Record<string, Page<object>> = {
  "/login": { words: ["session"], load: async () => (await import("./login/login")).LogIn },
  "/welcome": { words: ["session"], load: async () => (await import("./welcome/welcome")).Welcome },
  "/reset": { words: ["session"], load: async () => (await import("./reset/reset")).Reset },
  "/docs": { words: ["reference", "tables"], load: async () => (await import("./reference/reference")).Reference },
  "/forgotten": { words: ["session"], load: async () => (await import("./forgotten/forgotten")).Forgotten },
};

/** One line for each other route of routes.json: its words, and the code that is loaded when somebody goes there. */
const PAGES: Record<string, Page<PageProps>> = {
  "/": { words: ["incidents", "now", "reach", "cover"], load: async () => (await import("./now/now")).Now },
  "/incidents": { words: ["incidents", "views"], load: async () => (await import("./incidents/incidents")).Incidents },
  "/alerts": { words: ["alerts", "views"], load: async () => (await import("./alerts/alerts")).Alerts },
  "/alerts/{fingerprint}": {
    words: ["alerts", "why", "incidents", "events"],
    load: async () => (await import("./alert/alert")).AlertPage,
  },
  "/inbox": { words: ["inbox", "incidents", "events"], load: async () => (await import("./inbox/inbox")).InboxPage },
  "/on-call": {
    words: ["duty", "tables", "reach", "cover"],
    load: async () => (await import("./oncall/on-call")).OnCallPage,
  },
  "/holiday-calendars": {
    words: ["tables", "abouts", "holidays"],
    load: async () => (await import("./holidays/holidays")).HolidayCalendars,
  },
  "/me": {
    words: ["duty", "account", "session", "tables", "people", "reach", "cover"],
    load: async () => (await import("./duty/me")).MyDuty,
  },
  "/schedules/{id}": {
    words: ["tables", "duty", "reach", "dependants", "feedlink"],
    load: async () => (await import("./oncall/schedule")).SchedulePage,
  },
  "/incidents/{id}": {
    words: [
      "incidents",
      "incident",
      "updates",
      "comment",
      "events",
      "reach",
      "obligations",
      "steps",
      "tables",
      "tasks",
      "fields",
      "postmortems",
    ],
    load: async () => (await import("./incident/incident")).IncidentPage,
  },
  "/tasks": {
    words: ["tasks"],
    permission: "incident.read",
    load: async () => (await import("./tasks/tasks")).Tasks,
  },
  "/task-workflow": {
    words: ["tasks"],
    permission: "incident.read",
    load: async () => (await import("./tasks/workflow")).WorkflowPage,
  },
  "/tasks/{id}": {
    words: ["tasks"],
    permission: "incident.read",
    load: async () => (await import("./tasks/page")).TaskPage,
  },
  "/post-mortems": {
    words: ["incidents", "tables", "postmortems"],
    permission: "incident.read",
    load: async () => (await import("./postmortems/list")).PostMortems,
  },
  "/post-mortems/{incident}": {
    words: ["incidents", "tables", "tasks", "postmortems"],
    permission: "incident.read",
    load: async () => (await import("./postmortems/page")).PostMortemPage,
  },
  "/privacy": {
    words: ["tables", "reach", "privacy"],
    load: async () => (await import("./privacy/requests")).PrivacyRequests,
  },
  "/obligations": {
    words: ["tables", "incidents", "obligations"],
    permission: "incident.read",
    load: async () => (await import("./obligations/obligations")).Obligations,
  },
  "/search": { words: ["search", "incidents"], load: async () => (await import("./search/search")).Search },
  "/analytics": {
    words: ["analytics", "changes", "tables"],
    permission: "incident.read",
    load: async () => (await import("./analytics/analytics")).Analytics,
  },
  "/analytics/dora": {
    words: ["tables", "dora"],
    permission: "deployment.read",
    load: async () => (await import("./dora/dora")).Dora,
  },
  "/manage": { words: ["tables", "abouts"], load: async () => (await import("./manage/manage")).Manage },
  "/sources": { words: ["tables", "abouts", "sources"], load: async () => (await import("./sources/sources")).Sources },
  "/sources/new": {
    words: ["tables", "abouts", "sources"],
    permission: "source.manage",
    load: async () => (await import("./sources/wizard")).Wizard,
  },
  "/sources/{id}": {
    words: ["tables", "abouts", "sources", "rules", "alerts", "why"],
    load: async () => (await import("./sources/source")).SourcePage,
  },
  "/dead-letters": {
    words: ["tables", "abouts", "sources"],
    load: async () => (await import("./letters/letters")).DeadLetters,
  },
  "/trust": { words: ["tables", "abouts", "sources"], load: async () => (await import("./trust/trust")).Trust },
  "/rules": {
    words: ["tables", "abouts", "rules", "alerts", "why"],
    load: async () => (await import("./rules/rules")).Rules,
  },
  "/rules/new": {
    words: ["tables", "abouts", "rules", "alerts", "why", "simulations"],
    permission: "rule.create",
    load: async () => (await import("./rules/editor")).RuleEditor,
  },
  "/simulations": {
    words: ["tables", "abouts", "rules", "simulations"],
    load: async () => (await import("./simulations/simulations")).Simulations,
  },
  "/simulations/{id}": {
    words: ["tables", "abouts", "simulations", "alerts", "why"],
    load: async () => (await import("./simulations/simulation")).SimulationPage,
  },
  "/providers": {
    words: ["tables", "abouts", "sending", "reach", "dependants"],
    load: async () => (await import("./providers/providers")).Providers,
  },
  "/notification-settings": {
    words: ["tables", "abouts", "duty", "reach", "warnings", "notices"],
    load: async () => (await import("./notices/settings")).NotificationSettings,
  },
  "/message-templates": {
    words: ["tables", "abouts", "events", "templates"],
    load: async () => (await import("./templates/templates")).MessageTemplates,
  },
  "/deliveries": {
    words: ["tables", "abouts", "sending", "events"],
    load: async () => (await import("./deliveries/deliveries")).Deliveries,
  },
  "/event-webhooks": {
    words: ["tables", "abouts", "hooks"],
    load: async () => (await import("./hooks/hooks")).EventWebhooks,
  },
  "/event-webhooks/{id}": {
    words: ["tables", "abouts", "hooks"],
    load: async () => (await import("./hooks/hook")).EventWebhookPage,
  },
  "/heartbeats": {
    words: ["tables", "abouts", "heartbeats"],
    load: async () => (await import("./heartbeats/heartbeats")).Heartbeats,
  },
  "/drills": { words: ["tables", "abouts", "drills"], load: async () => (await import("./drills/drills")).Drills },
  "/drills/{id}": {
    words: ["tables", "abouts", "drills"],
    load: async () => (await import("./drills/drill")).DrillPage,
  },
  "/policies": {
    words: ["tables", "abouts", "duty", "policies", "reach"],
    load: async () => (await import("./policies/policies")).Policies,
  },
  "/policies/{id}": {
    words: ["tables", "abouts", "duty", "policies", "reach", "warnings"],
    load: async () => (await import("./policies/policy")).PolicyPage,
  },
  "/services": {
    words: ["tables", "abouts", "people", "incidents"],
    load: async () => (await import("./services/services")).Services,
  },
  "/runbooks": {
    words: ["tables", "abouts", "runbooks"],
    load: async () => (await import("./runbooks/runbooks")).Runbooks,
  },
  "/silences": {
    words: ["tables", "abouts", "silences"],
    load: async () => (await import("./silences/silences")).Silences,
  },
  "/maintenance": {
    words: ["tables", "abouts", "silences", "maintenance"],
    load: async () => (await import("./maintenance/maintenance")).Maintenance,
  },
  "/inhibit-rules": {
    words: ["tables", "abouts", "silences", "inhibition"],
    load: async () => (await import("./inhibition/inhibition")).InhibitRules,
  },
  "/time-intervals": {
    words: ["tables", "abouts", "silences", "times"],
    load: async () => (await import("./times/times")).TimeIntervals,
  },
  "/flapping": {
    words: ["tables", "abouts", "flapping"],
    load: async () => (await import("./flapping/flapping")).Flapping,
  },
  "/storms": {
    words: ["tables", "abouts", "incidents", "storms"],
    load: async () => (await import("./storms/storms")).Storms,
  },
  "/service-levels": {
    words: ["tables", "abouts", "levels"],
    load: async () => (await import("./servicelevels/levels")).ServiceLevels,
  },
  "/scopes": {
    words: ["tables", "abouts", "people", "reach", "warnings"],
    load: async () => (await import("./scopes/scopes")).Scopes,
  },
  "/lookup-tables": {
    words: ["tables", "abouts", "lookup"],
    load: async () => (await import("./lookup/tables")).LookupTables,
  },
  "/incident-fields": {
    words: ["tables", "abouts", "fields"],
    permission: "incident.read",
    load: async () => (await import("./fields/fields")).Fields,
  },
  "/changes": {
    words: ["tables", "abouts", "changes"],
    load: async () => (await import("./changes/changes")).Changes,
  },
  "/calendar": {
    words: ["tables", "abouts", "calendar", "feedlink"],
    load: async () => (await import("./calendar/calendar")).Calendar,
  },
  "/meetings": {
    words: ["tables", "abouts", "maintenance", "meetings"],
    permission: "calendar.read",
    load: async () => (await import("./meetings/meetings")).Meetings,
  },
  "/meetings/{id}": {
    words: ["tables", "abouts", "maintenance", "meetings", "feedlink"],
    permission: "calendar.read",
    load: async () => (await import("./meetings/meeting")).Meeting,
  },
  "/environments": {
    words: ["tables", "abouts", "changes"],
    load: async () => (await import("./changes/environments")).Environments,
  },
  "/repositories": {
    words: ["tables", "abouts", "changes"],
    load: async () => (await import("./changes/repositories")).Repositories,
  },
  "/deployment-windows": {
    words: ["tables", "abouts", "changes", "maintenance", "windows"],
    load: async () => (await import("./windows/windows")).Windows,
  },
  "/deployment-windows/{id}": {
    words: ["tables", "abouts", "changes", "maintenance", "windows", "feedlink"],
    permission: "calendar.read",
    load: async () => (await import("./windows/window")).DeploymentWindow,
  },
  "/freezes": {
    words: ["tables", "abouts", "changes", "maintenance", "gate"],
    load: async () => (await import("./changes/freezes")).Freezes,
  },
  "/boards": {
    words: ["tables", "abouts", "boards", "tasks"],
    load: async () => (await import("./boards/boards")).Boards,
  },
  "/boards/{id}": {
    words: ["boards", "tables", "tasks"],
    load: async () => (await import("./boards/board")).BoardPage,
  },
  "/boards/{id}/backlog": {
    words: ["boards", "tables", "tasks"],
    load: async () => (await import("./boards/backlog")).Backlog,
  },
  "/boards/{id}/sprints/{number}": {
    words: ["boards", "tables", "tasks"],
    load: async () => (await import("./boards/sprint")).SprintPage,
  },
  "/error-budgets": {
    words: ["tables", "abouts", "changes", "maintenance", "gate"],
    load: async () => (await import("./changes/budgets")).ErrorBudgets,
  },
  "/gate": {
    words: ["tables", "abouts", "changes", "gate"],
    load: async () => (await import("./gate/gate")).Gate,
  },
  "/gate/{id}": {
    words: ["tables", "abouts", "changes", "gate"],
    permission: "deployment.read",
    load: async () => (await import("./gate/decision")).GateDecision,
  },
  "/tags": { words: ["tables", "abouts", "tags"], load: async () => (await import("./tags/tags")).Tags },
  "/teams": {
    words: ["tables", "abouts", "people", "sending", "reach", "warnings"],
    load: async () => (await import("./people/teams")).Teams,
  },
  "/users": {
    words: ["tables", "abouts", "people", "reach"],
    load: async () => (await import("./people/users")).Users,
  },
  "/grants": { words: ["tables", "abouts", "people"], load: async () => (await import("./people/grants")).Grants },
  "/tokens": { words: ["tables", "abouts", "people"], load: async () => (await import("./people/tokens")).Tokens },
  "/audit": { words: ["tables", "abouts", "upkeep"], load: async () => (await import("./audit/audit")).Audit },
  "/timers": {
    words: ["tables", "abouts", "upkeep", "jobs"],
    load: async () => (await import("./timers/timers")).Timers,
  },
  "/backup": { words: ["tables", "abouts", "backup"], load: async () => (await import("./backup/backup")).Backup },
  "/status-page": {
    words: ["tables", "abouts", "status"],
    load: async () => (await import("./statuspage/status-page")).StatusPage,
  },
  "/setup": {
    words: ["setup", "reach"],
    permission: "user.manage",
    load: async () => (await import("./setup/setup")).SetUp,
  },
  "/tenants": { words: ["tables", "abouts", "upkeep"], load: async () => (await import("./tenants/tenants")).Tenants },
};

export type Loaded =
  | { needs: "nothing"; view: ComponentType<object> }
  | { needs: "session"; permission?: string; view: ComponentType<PageProps> };

const loaded = new Map<string, Promise<Loaded>>();

/** The page of a route, with its words; null where there is none. Fails if the server cannot be reached. */
export function pageOf(route: string | null): Promise<Loaded> | null {
  if (route === null) return null;
  const known = loaded.get(route);
  if (known) return known;
  const open = OPEN[route];
  const page = PAGES[route];
  const coming = open
    ? withWords(open).then((view): Loaded => ({ needs: "nothing", view }))
    : page
      ? withWords(page).then(
          (view): Loaded => ({
            needs: "session",
            ...(page.permission !== undefined && { permission: page.permission }),
            view,
          }),
        )
      : null;
  if (coming === null) return null;
  loaded.set(route, coming);
  coming.catch(() => loaded.delete(route));
  return coming;
}

async function withWords<P>(page: Page<P>): Promise<ComponentType<P>> {
  const [view] = await Promise.all([page.load(), loadWords(...page.words)]);
  return view;
}
