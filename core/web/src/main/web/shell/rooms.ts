import type { Self } from "../api/schema";
import { say, type Word } from "../words";
import * as icon from "./icons";
import { checklistIsShown } from "./settings";

/** A page that the sidebar leads to, with the permission that shows it. */
export interface Room {
  path: string;
  word: Word;
  permission: string;
}

/** One link of the sidebar: a page, or several that are tabs of each other. */
interface Link {
  icon: string;
  /** What several pages are called together. */
  word?: Word;
  rooms: Room[];
}

interface Group {
  id: string;
  word: Word;
  /** Whether it is open until somebody says otherwise. */
  isOpen: boolean;
  links: Link[];
}

const SET_UP = "/setup";

const HOME: Link = { icon: icon.HOME, rooms: [{ path: "/", word: "nav.now", permission: "incident.read" }] };

const GROUPS: Group[] = [
  {
    id: "respond",
    word: "group.respond",
    isOpen: true,
    links: [
      {
        icon: icon.INCIDENTS,
        rooms: [{ path: "/incidents", word: "nav.incidents", permission: "incident.read" }],
      },
      { icon: icon.ALERTS, rooms: [{ path: "/alerts", word: "nav.alerts", permission: "alert.read" }] },
      { icon: icon.SILENCES, rooms: [{ path: "/silences", word: "manage.silences", permission: "silence.read" }] },
      {
        icon: icon.MAINTENANCE,
        rooms: [{ path: "/maintenance", word: "manage.maintenance", permission: "maintenance_window.read" }],
      },
      {
        icon: icon.STATUS_PAGE,
        rooms: [{ path: "/status-page", word: "manage.status", permission: "status_page.read" }],
      },
    ],
  },
  {
    id: "oncall",
    word: "group.oncall",
    isOpen: true,
    links: [
      {
        icon: icon.ON_CALL,
        rooms: [
          { path: "/on-call", word: "nav.oncall", permission: "on_call.read" },
          { path: "/holiday-calendars", word: "manage.holidays", permission: "on_call.read" },
        ],
      },
      { icon: icon.MY_DUTY, rooms: [{ path: "/me", word: "nav.me", permission: "on_call.read" }] },
      {
        icon: icon.POLICIES,
        rooms: [{ path: "/policies", word: "manage.policies", permission: "escalation_policy.read" }],
      },
      { icon: icon.DRILLS, rooms: [{ path: "/drills", word: "manage.drills", permission: "drill.read" }] },
    ],
  },
  {
    id: "change",
    word: "group.change",
    isOpen: false,
    links: [
      {
        icon: icon.CALENDAR,
        word: "nav.calendar",
        rooms: [
          { path: "/calendar", word: "nav.calendar", permission: "calendar.read" },
          { path: "/meetings", word: "manage.meetings", permission: "calendar.read" },
        ],
      },
      {
        icon: icon.DEPLOYMENTS,
        word: "manage.changes",
        rooms: [
          { path: "/changes", word: "manage.changes", permission: "deployment.read" },
          { path: "/environments", word: "manage.environments", permission: "deployment.read" },
          { path: "/repositories", word: "manage.repositories", permission: "deployment.read" },
        ],
      },
      {
        icon: icon.WINDOWS,
        word: "manage.windows",
        rooms: [
          { path: "/deployment-windows", word: "manage.windows", permission: "calendar.read" },
          { path: "/freezes", word: "manage.freezes", permission: "calendar.read" },
          { path: "/error-budgets", word: "manage.budgets", permission: "calendar.read" },
          { path: "/gate", word: "manage.gate", permission: "deployment.read" },
        ],
      },
      { icon: icon.BOARD, rooms: [{ path: "/boards", word: "manage.boards", permission: "incident.read" }] },
    ],
  },
  {
    id: "followup",
    word: "group.followup",
    isOpen: false,
    links: [
      {
        icon: icon.CHECKLIST,
        rooms: [
          { path: "/tasks", word: "nav.tasks", permission: "incident.read" },
          { path: "/task-workflow", word: "nav.workflow", permission: "incident.read" },
        ],
      },
      {
        icon: icon.POST_MORTEMS,
        rooms: [{ path: "/post-mortems", word: "nav.postmortems", permission: "incident.read" }],
      },
      {
        icon: icon.OBLIGATIONS,
        rooms: [{ path: "/obligations", word: "nav.obligations", permission: "incident.read" }],
      },
    ],
  },
  {
    id: "configure",
    word: "group.configure",
    isOpen: false,
    links: [
      { icon: icon.SOURCES, rooms: [{ path: "/sources", word: "manage.sources", permission: "source.manage" }] },
      {
        icon: icon.RULES,
        rooms: [
          { path: "/rules", word: "manage.rules", permission: "rule.read" },
          { path: "/lookup-tables", word: "manage.lookup", permission: "lookup_table.read" },
        ],
      },
      {
        icon: icon.SERVICES,
        word: "manage.services",
        rooms: [
          { path: "/services", word: "manage.services", permission: "service.read" },
          { path: "/service-levels", word: "manage.levels", permission: "notification.read" },
        ],
      },
      { icon: icon.RUNBOOKS, rooms: [{ path: "/runbooks", word: "manage.runbooks", permission: "runbook.read" }] },
      {
        icon: icon.NOISE,
        word: "nav.noise",
        rooms: [
          { path: "/inhibit-rules", word: "manage.inhibition", permission: "inhibit_rule.read" },
          { path: "/time-intervals", word: "manage.times", permission: "time_interval.read" },
          { path: "/flapping", word: "manage.flapping", permission: "notification.read" },
          { path: "/storms", word: "manage.storms", permission: "notification.read" },
        ],
      },
      {
        icon: icon.HEARTBEATS,
        rooms: [{ path: "/heartbeats", word: "manage.heartbeats", permission: "heartbeat.read" }],
      },
      {
        icon: icon.PROVIDERS,
        word: "nav.providers",
        rooms: [
          { path: "/providers", word: "manage.providers", permission: "provider.read" },
          { path: "/event-webhooks", word: "manage.hooks", permission: "event_webhook.read" },
        ],
      },
      {
        icon: icon.SETTINGS,
        rooms: [
          { path: "/notification-settings", word: "manage.notices", permission: "notification.read" },
          { path: "/message-templates", word: "manage.templates", permission: "notification.read" },
        ],
      },
      {
        icon: icon.TAGS,
        word: "nav.tags",
        rooms: [
          { path: "/tags", word: "manage.tags", permission: "tag.read" },
          { path: "/scopes", word: "manage.scopes", permission: "scope.read" },
          { path: "/incident-fields", word: "manage.fields", permission: "incident.read" },
        ],
      },
    ],
  },
  {
    id: "measure",
    word: "group.measure",
    isOpen: false,
    links: [
      { icon: icon.ANALYTICS, rooms: [{ path: "/analytics", word: "nav.analytics", permission: "incident.read" }] },
      { icon: icon.ESCALATED, rooms: [{ path: "/analytics/dora", word: "nav.dora", permission: "deployment.read" }] },
      {
        icon: icon.SIMULATIONS,
        rooms: [{ path: "/simulations", word: "manage.simulations", permission: "rule.simulate" }],
      },
      { icon: icon.LOG, rooms: [{ path: "/deliveries", word: "manage.deliveries", permission: "delivery.read" }] },
      { icon: icon.LEDGER, rooms: [{ path: "/trust", word: "manage.trust", permission: "ledger.read" }] },
      {
        icon: icon.REJECTED,
        rooms: [{ path: "/dead-letters", word: "manage.letters", permission: "dead_letter.read" }],
      },
    ],
  },
  {
    id: "administer",
    word: "group.administer",
    isOpen: false,
    links: [
      { icon: icon.CHECKLIST, rooms: [{ path: SET_UP, word: "nav.setup", permission: "user.manage" }] },
      {
        icon: icon.USERS,
        word: "nav.people",
        rooms: [
          { path: "/users", word: "manage.users", permission: "user.read" },
          { path: "/teams", word: "manage.teams", permission: "team.read" },
        ],
      },
      {
        icon: icon.KEYS,
        word: "nav.access",
        rooms: [
          { path: "/grants", word: "manage.grants", permission: "grant.delegate" },
          { path: "/tokens", word: "manage.tokens", permission: "token.manage" },
        ],
      },
      {
        icon: icon.AUDIT,
        word: "manage.audit",
        rooms: [
          { path: "/audit", word: "manage.audit", permission: "audit.read" },
          { path: "/privacy", word: "nav.privacy", permission: "privacy.manage" },
        ],
      },
      { icon: icon.TIMERS, rooms: [{ path: "/timers", word: "manage.timers", permission: "timer.manage" }] },
      { icon: icon.ARCHIVE, rooms: [{ path: "/backup", word: "nav.backup", permission: "backup.read" }] },
      { icon: icon.TENANTS, rooms: [{ path: "/tenants", word: "manage.tenants", permission: "tenant.manage" }] },
    ],
  },
];

/** A link as its reader has it: where it leads, and the pages that are behind it. */
export interface Offered {
  icon: string;
  label: string;
  path: string;
  rooms: Room[];
}

export interface OfferedGroup {
  id: string;
  label: string;
  isOpen: boolean;
  links: Offered[];
}

function offered({ icon, word, rooms }: Link, me: Self): Offered[] {
  const seen = rooms.filter(
    ({ path, permission }) => me.permissions.includes(permission) && (path !== SET_UP || checklistIsShown()),
  );
  const first = seen[0];
  if (first === undefined) return [];
  return [{ icon, label: say(seen.length > 1 && word ? word : first.word), path: first.path, rooms: seen }];
}

/** The way home; nothing for whoever sees no incidents. */
export function homeOf(me: Self): Offered[] {
  return offered(HOME, me);
}

/** The groups of the sidebar, as far as its reader may see their pages. */
export function groupsOf(me: Self): OfferedGroup[] {
  return GROUPS.map(({ id, word, isOpen, links }) => ({
    id,
    label: say(word),
    isOpen,
    links: links.flatMap((link) => offered(link, me)),
  })).filter(({ links }) => links.length > 0);
}

/** All pages that somebody may see, in the order of the sidebar. */
export function roomsOf(me: Self): Room[] {
  return [...homeOf(me), ...groupsOf(me).flatMap(({ links }) => links)].flatMap(({ rooms }) => rooms);
}

/** Whether a path is that page, or something of it. */
export function isIn(path: string, room: string): boolean {
  return isOf(path, room) && !PATHS.some((other) => other.startsWith(`${room}/`) && isOf(path, other));
}

function isOf(path: string, room: string): boolean {
  return path === room || (room !== "/" && path.startsWith(`${room}/`)) || (room === "/on-call" && isSchedule(path));
}

/** A page whose address begins with that of another is no part of it: /analytics/dora of /analytics. */
const PATHS = GROUPS.flatMap(({ links }) => links.flatMap(({ rooms }) => rooms.map(({ path }) => path)));

function isSchedule(path: string): boolean {
  return path.startsWith("/schedules/");
}
