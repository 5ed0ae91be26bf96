// Made from the API's description by ApiTypesTest: do not edit.

export interface Api {
  "GET /me": {
    answer: Self;
  };
  "GET /me/preferences": {
    answer: Preferences;
  };
  "PUT /me/preferences": {
    answer: Preferences;
  };
  "POST /auth/login": {
    answer: Challenge | Tokens | CookieSession;
  };
  "POST /auth/refresh": {
    answer: Tokens | CookieSession;
  };
  "POST /auth/logout": {
    answer: undefined;
  };
  "POST /auth/register": {
    answer: Registered;
  };
  "POST /auth/forgotten": {
    answer: Forgotten;
  };
  "POST /auth/2fa/verify": {
    answer: Tokens | CookieSession;
  };
  "POST /auth/2fa/setup": {
    answer: TotpSecret;
  };
  "POST /auth/2fa/enable": {
    answer: TokensAndRecoveryCodes | CookieSessionAndRecoveryCodes;
  };
  "GET /incidents": {
    answer: {
      as_of: AsOf;
      items: Array<Incident>;
      next: string | null;
      total?: Total;
    };
  };
  "GET /incidents/{id}": {
    answer: IncidentDetail;
  };
  "GET /incidents/{id}/timeline": {
    answer: {
      items: Array<TimelineLine>;
      next: string | null;
    };
  };
  "POST /incidents/{id}/acknowledge": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/mitigate": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/resolve": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/reopen": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/comments": {
    answer: TimelineLine;
  };
  "POST /incidents/{id}/unacknowledge": {
    answer: IncidentDetail;
  };
  "GET /alerts": {
    answer: {
      as_of: AsOf;
      items: Array<Alert>;
      next: string | null;
      total?: Total;
    } | AlertRows;
  };
  "GET /alerts/groups": {
    answer: AlertGroups;
  };
  "GET /alerts/facets": {
    answer: AlertFacets;
  };
  "GET /alerts/{fingerprint}": {
    answer: Alert;
  };
  "GET /alerts/{fingerprint}/episodes": {
    answer: {
      items: Array<Episode>;
      next: string | null;
    };
  };
  "GET /alerts/{fingerprint}/explain": {
    answer: Explained;
  };
  "GET /labels": {
    answer: LabelNames;
  };
  "GET /labels/{name}/values": {
    answer: LabelValues;
  };
  "GET /services": {
    answer: {
      items: Array<Service>;
      next: string | null;
    };
  };
  "GET /me/inbox": {
    answer: {
      items: Array<InboxEntry>;
      next: string | null;
      unread: Total;
    };
  };
  "GET /me/inbox/unread": {
    answer: {
      unread: Total;
    };
  };
  "POST /me/inbox/read": {
    answer: InboxMarked;
  };
  "POST /me/inbox/unread": {
    answer: InboxMarked;
  };
  "POST /incidents/actions": {
    answer: ActionResults;
  };
}

export type ActionResults = {
  succeeded: number;
  failed: number;
  items: Array<unknown | unknown>;
};

export type Alert = {
  fingerprint: string;
  name: string;
  status: "FIRING" | "RESOLVED" | "SUPPRESSED";
  severity: Severity;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  details: Record<string, string>;
  count: number;
  first_seen: string;
  last_seen: string;
  starts_at: string;
  ends_at: string | null;
  resolved_at: string | null;
  episode: number;
  source: Named;
  service: Named;
  incident: IncidentRef | null;
  rule_set_version: number;
  group_key: string;
  created_at: string;
  number: number | null;
  hidden_by: Array<HiddenBy>;
};

export type AlertFacets = {
  as_of: AsOf;
  facets: Array<{
    by: string;
    values: Array<{
      value: string | null;
      count: number;
    }>;
    others: {
      values: number;
      count: number;
    };
  }>;
};

export type AlertGroups = {
  as_of: AsOf;
  by: Array<string>;
  groups: Array<{
    values: Array<string | null>;
    total: number;
    firing: number;
    resolved: number;
    suppressed: number;
    hidden: number;
    firing_by_severity: Record<string, number>;
    oldest: string | null;
    newest: string | null;
  }>;
  others: {
    groups: number;
    total: number;
    firing: number;
    resolved: number;
    suppressed: number;
    hidden: number;
    firing_by_severity: Record<string, number>;
    oldest: string | null;
    newest: string | null;
  };
};

export type AlertRows = {
  as_of: AsOf;
  columns: {
    number: Array<number>;
    version: Array<number>;
    severity: Array<number>;
    since: Array<number>;
    status: {
      values: Array<"FIRING" | "RESOLVED" | "SUPPRESSED">;
      index: Array<number>;
    };
    name: {
      values: Array<string>;
      index: Array<number>;
    };
    service: {
      values: Array<{
        id: string;
        name: string | null;
        team: string | null;
      }>;
      index: Array<number>;
    };
    incident: {
      values: Array<string | null>;
      index: Array<number>;
    };
    hidden_by: {
      values: Array<Array<string>>;
      index: Array<number>;
    };
    labels: Record<string, {
      values: Array<string | null>;
      index: Array<number>;
    }>;
  };
  total: Total;
  pending: number;
  next: string | null;
};

export type AsOf = number;

export type Challenge = {
  challenge: string;
  second_factor: "verify" | "set_up";
  expires_in: number;
};

export type CookieSession = {
  csrf_token: string;
  expires_in: number;
  refresh_expires_at: string;
  session: string;
  user: string;
};

export type CookieSessionAndRecoveryCodes = {
  csrf_token: string;
  expires_in: number;
  refresh_expires_at: string;
  session: string;
  user: string;
  recovery_codes: Array<string>;
};

export type Delivery = {
  id: string;
  incident: IncidentRef | null;
  about?: {
    kind: string;
    id: string;
  };
  event: string;
  event_seq: number;
  receiver: string;
  channel: string;
  address: string;
  urgency: Severity;
  status: "held" | "pending" | "sending" | "sent" | "dead" | "folded" | "cancelled";
  attempts: number;
  next_attempt_at: string;
  held_until?: string;
  held_for?: "grouped" | "daily" | "weekly" | "quiet_hours" | "take_back";
  last_error: string | null;
  folded_into: string | null;
  shown_in?: string;
  provider_message_id: string | null;
  created_at: string;
  finished_at: string | null;
};

export type Episode = {
  episode: number;
  opened_at: string | null;
  ended_at: string | null;
  last: string;
  severity: Severity;
  service: {
    id: string;
    name: string | null;
  };
  rule_set_version: number;
  changes: number;
};

export type Explained = {
  alert: Alert;
  decided: {
    rule_set_version: number;
    rule_index: number;
    decision: Record<string, unknown>;
    service: Named;
    severity: Severity;
    group_key: string;
  };
  explanation: Explanation | null;
  note?: string;
  transitions: Array<Transition>;
  incident: IncidentRef | null;
  deliveries: Array<Delivery>;
};

export type Explanation = {
  routing: Record<string, unknown>;
  decision: Record<string, unknown>;
  rules_tried: number;
  rules: Array<{
    index: number;
    name: string;
    matched: boolean;
    continue: boolean;
    mismatch?: {
      matcher: string;
      label: string;
      actual?: string | null;
    };
    decided: Array<string>;
  }>;
  misses_left_out: number;
  service: {
    id: string;
    name: string;
    found: "RULE" | "LABEL_SERVICE" | "LABEL_JOB" | "LABEL_APP" | "LABEL_APPLICATION" | "LABEL_COMPONENT" | "TRIAGE";
    rule?: number;
    missing?: string;
    label?: string;
    value?: string;
  };
  severity: {
    severity: Severity;
    found: "RULE_OVERRIDE" | "RULE_MAPPING" | "SENDER_LABEL" | "SOURCE_DEFAULT";
    rule?: number;
    label?: string;
    value?: string;
  };
  group: {
    key: string;
    by: Array<string>;
    rule?: number;
  };
  auto_resolve: {
    enabled: boolean;
    rule?: number;
  };
};

export type Forgotten = {
  expires_in: number;
};

export type HiddenBy = {
  kind: "suppressed" | "incident_resolved";
  id: string | null;
};

export type Holder = {
  kind: "user" | "service_account" | "token";
  id: string;
  name: string | null;
};

export type InboxEntry = {
  id: string;
  at: string;
  event: string;
  severity: Severity;
  title: string;
  text: string | null;
  note: string | null;
  incident: {
    id: string;
    short_id: string;
    status: IncidentStatus;
  } | null;
  path: string | null;
  read_at: string | null;
};

export type InboxMarked = {
  changed: number;
  read_at: string | null;
  unread: Total;
};

export type Incident = {
  id: string;
  short_id: string;
  title: string;
  description: string;
  service: {
    id: string;
    name: string;
    tier: string;
    is_triage: boolean;
  };
  service_name: string;
  team: {
    id: string;
    name: string;
  };
  impacted_scopes: Array<{
    id: string;
    name: string;
    legal_deadline_at: string | null;
  }>;
  impacted_scope_names: Array<string>;
  severity: Severity;
  status: IncidentStatus;
  is_critical: boolean;
  is_open: boolean;
  origin: "alert" | "api";
  group_key: string | null;
  auto_resolve: boolean;
  lead: string | null;
  created_by: string;
  detected_at: string;
  created_at: string;
  acknowledged_at: string | null;
  mitigated_at: string | null;
  resolved_at: string | null;
  updated_at: string;
  mttd_seconds: number | null;
  mtta_seconds: number | null;
  mttm_seconds: number | null;
  mttr_seconds: number | null;
  resolution_note: string | null;
  root_cause: string | null;
  previous_id: string | null;
  reopen_count: number;
  alert_count: number;
  firing_count: number;
  version: number;
};

export type IncidentDetail = {
  id: string;
  short_id: string;
  title: string;
  description: string;
  service: {
    id: string;
    name: string;
    tier: string;
    is_triage: boolean;
  };
  service_name: string;
  team: {
    id: string;
    name: string;
  };
  impacted_scopes: Array<{
    id: string;
    name: string;
    legal_deadline_at: string | null;
  }>;
  impacted_scope_names: Array<string>;
  severity: Severity;
  status: IncidentStatus;
  is_critical: boolean;
  is_open: boolean;
  origin: "alert" | "api";
  group_key: string | null;
  auto_resolve: boolean;
  lead: string | null;
  created_by: string;
  detected_at: string;
  created_at: string;
  acknowledged_at: string | null;
  mitigated_at: string | null;
  resolved_at: string | null;
  updated_at: string;
  mttd_seconds: number | null;
  mtta_seconds: number | null;
  mttm_seconds: number | null;
  mttr_seconds: number | null;
  resolution_note: string | null;
  root_cause: string | null;
  previous_id: string | null;
  reopen_count: number;
  alert_count: number;
  firing_count: number;
  version: number;
  alerts: Array<Alert>;
  timeline: Array<TimelineLine>;
  growth_due_at: string | null;
};

export type IncidentRef = {
  id: string;
  short_id: string;
};

export type IncidentStatus = "TRIGGERED" | "ACKNOWLEDGED" | "MITIGATED" | "RESOLVED";

export type LabelNames = {
  items: Array<{
    name: string;
    count: number;
  }>;
  is_complete: boolean;
};

export type LabelValues = {
  items: Array<{
    value: string;
    count: number;
  }>;
  is_complete: boolean;
};

export type Named = {
  id: string;
  name: string | null;
};

export type Preferences = {
  theme: "system" | "light" | "dark" | null;
  locale: string | null;
  time_zone: string | null;
  density: "comfortable" | "compact" | null;
  keys: boolean | null;
  version: number;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  pointer?: string;
  request_id?: string;
  error: string;
  code: string;
  details?: Record<string, Array<string>>;
  retry_after?: number;
  changes?: Array<{
    by: string;
    at: string;
    type: string;
    message: string;
  }>;
};

export type Registered = {
  user: string;
  username: string;
};

export type Self = {
  tenant: Named;
  name: string;
  owner: Holder | null;
  token: {
    id: string;
    name: string;
    hint: string;
    expires_at: string | null;
  } | null;
  role: string;
  permissions: Array<string>;
  grants: Array<{
    permission: string;
    team: Named | null;
    from: string;
    until: string | null;
  }>;
};

export type Service = {
  id: string;
  name: string;
  aliases: Array<string>;
  description: string;
  owner_team: Named;
  tier: "TIER_1_CRITICAL" | "TIER_2" | "TIER_3";
  escalation_policy: Named | null;
  runbook_url: string | null;
  repository_url: string | null;
  monitoring_url: string | null;
  is_active: boolean;
  is_triage: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type Severity = "SEV1_CRITICAL" | "SEV2_HIGH" | "SEV3_MEDIUM" | "SEV4_LOW";

export type TimelineLine = {
  id: string;
  type: string;
  message: string;
  timestamp: string;
  created_by: string;
  metadata: Record<string, unknown>;
};

export type Tokens = {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  refresh_expires_at: string;
  session: string;
  user: string;
};

export type TokensAndRecoveryCodes = {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  refresh_expires_at: string;
  session: string;
  user: string;
  recovery_codes: Array<string>;
};

export type Total = {
  count: number;
  exact: boolean;
};

export type TotpSecret = {
  secret: string;
  otpauth_uri: string;
};

export type Transition = {
  seq: number;
  kind: string;
  episode: number;
  severity: Severity;
  prior_severity: Severity | null;
  at: string;
  received_at: string;
  starts_at: string;
  receipt: string | null;
  rule_set_version: number;
  group_key: string;
};
