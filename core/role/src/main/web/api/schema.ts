// Made from the API's description by ApiTypesTest: do not edit.

export interface Api {
  "GET /me": {
    answer: Self;
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
}

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

export type HiddenBy = {
  kind: "suppressed" | "incident_resolved";
  id: string | null;
};

export type Holder = {
  kind: "user" | "service_account" | "token";
  id: string;
  name: string | null;
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

export type Named = {
  id: string;
  name: string | null;
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
