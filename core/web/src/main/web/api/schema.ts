// Made from the API's description by ApiTypesTest: do not edit.

export interface Api {
  "GET /me": {
    answer: Self;
  };
  "GET /me/preferences": {
    answer: Preferences;
  };
  "GET /installation": {
    answer: Installation;
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
  "POST /auth/invitation": {
    answer: InvitationUse;
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
  "POST /incidents": {
    answer: IncidentDetail;
  };
  "GET /incidents/{id}": {
    answer: IncidentDetail;
  };
  "GET /incident-fields": {
    answer: {
      items: Array<IncidentField>;
      next: string | null;
    };
  };
  "POST /incident-fields": {
    answer: IncidentField;
  };
  "PUT /incident-fields/{id}": {
    answer: IncidentField;
  };
  "DELETE /incident-fields/{id}": {
    answer: undefined;
  };
  "GET /causes": {
    answer: Causes;
  };
  "PUT /causes": {
    answer: Causes;
  };
  "GET /incidents/{id}/timeline": {
    answer: {
      items: Array<TimelineLine>;
      next: string | null;
    };
  };
  "PATCH /incidents/{id}/comments/{comment}": {
    answer: Comment;
  };
  "DELETE /incidents/{id}/comments/{comment}": {
    answer: undefined;
  };
  "GET /incidents/{id}/comments/{comment}/versions": {
    answer: CommentVersions;
  };
  "PUT /incidents/{id}/comments/{comment}/pin": {
    answer: Comment;
  };
  "DELETE /incidents/{id}/comments/{comment}/pin": {
    answer: Comment;
  };
  "PUT /incidents/{id}/comments/{comment}/reactions/{reaction}": {
    answer: Comment;
  };
  "DELETE /incidents/{id}/comments/{comment}/reactions/{reaction}": {
    answer: Comment;
  };
  "POST /incidents/{id}/acknowledge": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/escalate": {
    answer: Escalation;
  };
  "POST /incidents/{id}/page": {
    answer: Escalation;
  };
  "POST /incidents/{id}/snooze": {
    answer: Snoozed;
  };
  "POST /incidents/{id}/merge": {
    answer: MergeOutcome;
  };
  "POST /incidents/{id}/unmerge": {
    answer: Merges;
  };
  "GET /incidents/{id}/impact": {
    answer: Impact;
  };
  "GET /incidents/{id}/links": {
    answer: IncidentLinks;
  };
  "POST /incidents/{id}/links": {
    answer: IncidentLink;
  };
  "DELETE /incidents/{id}/links/{link}": {
    answer: undefined;
  };
  "GET /incidents/{id}/updates": {
    answer: StakeholderUpdates;
  };
  "POST /incidents/{id}/updates": {
    answer: StakeholderUpdates;
  };
  "PUT /incidents/{id}/updates/next": {
    answer: StakeholderUpdates;
  };
  "GET /incidents/{id}/status-page": {
    answer: PublicationOfIncident;
  };
  "GET /incidents/{id}/roles": {
    answer: IncidentRoles;
  };
  "PUT /incidents/{id}/roles/{role}": {
    answer: IncidentRoles;
  };
  "DELETE /incidents/{id}/roles/{role}": {
    answer: IncidentRoles;
  };
  "POST /incidents/{id}/roles/{role}/take": {
    answer: IncidentRoles;
  };
  "POST /incidents/{id}/roles/{role}/leave": {
    answer: IncidentRoles;
  };
  "GET /incidents/{id}/merges": {
    answer: Merges;
  };
  "GET /items": {
    answer: {
      items: Array<Item>;
      next: string | null;
    };
  };
  "POST /items": {
    answer: Item;
  };
  "GET /items/{id}": {
    answer: Item;
  };
  "PATCH /items/{id}": {
    answer: Item;
  };
  "GET /items/{id}/history": {
    answer: {
      items: Array<ItemEvent>;
      next: string | null;
    };
  };
  "POST /items/{id}/tracker": {
    answer: Item;
  };
  "DELETE /items/{id}/tracker": {
    answer: Item;
  };
  "POST /items/{id}/transitions": {
    answer: Item;
  };
  "GET /incidents/{id}/items": {
    answer: IncidentItems;
  };
  "POST /incidents/{id}/items": {
    answer: Item;
  };
  "GET /workflows/{item_kind}": {
    answer: Workflow;
  };
  "PUT /workflows/{item_kind}": {
    answer: Workflow;
  };
  "GET /regimes": {
    answer: Regimes;
  };
  "GET /post-mortems": {
    answer: {
      items: Array<PostMortem>;
      next: string | null;
    };
  };
  "GET /incidents/{id}/post-mortem": {
    answer: PostMortemText;
  };
  "POST /incidents/{id}/post-mortem": {
    answer: PostMortemText;
  };
  "PATCH /incidents/{id}/post-mortem": {
    answer: PostMortemText;
  };
  "PUT /incidents/{id}/post-mortem/sections/{section}": {
    answer: PostMortemSection;
  };
  "PUT /incidents/{id}/post-mortem/citations": {
    answer: Citations;
  };
  "POST /incidents/{id}/post-mortem/transitions": {
    answer: PostMortemText;
  };
  "POST /incidents/{id}/post-mortem/waiver": {
    answer: PostMortemText;
  };
  "GET /incidents/{id}/post-mortem/versions": {
    answer: {
      items: Array<PostMortemEdition>;
    };
  };
  "GET /privacy/requests": {
    answer: {
      items: Array<PrivacyRequest>;
      next: string | null;
    };
  };
  "POST /privacy/requests": {
    answer: PrivacyRequest;
  };
  "GET /privacy/requests/{id}": {
    answer: PrivacyRequest;
  };
  "GET /privacy/requests/{id}/findings": {
    answer: PrivacyFindings;
  };
  "POST /privacy/requests/{id}/extension": {
    answer: PrivacyRequest;
  };
  "POST /privacy/requests/{id}/closing": {
    answer: PrivacyRequest;
  };
  "POST /privacy/requests/{id}/confirmation": {
    answer: PrivacyRequest;
  };
  "GET /me/export": {
    answer: PrivacyRequest;
  };
  "POST /me/export": {
    answer: PrivacyRequest;
  };
  "GET /obligations": {
    answer: {
      items: Array<Obligation>;
      next: string | null;
    };
  };
  "GET /incidents/{id}/obligations": {
    answer: IncidentObligations;
  };
  "POST /incidents/{id}/obligations": {
    answer: Obligation;
  };
  "PATCH /incidents/{id}/obligations/{obligation}": {
    answer: Obligation;
  };
  "POST /incidents/{id}/obligations/{obligation}/stages/{stage}/submission": {
    answer: Obligation;
  };
  "POST /incidents/{id}/obligations/{obligation}/stages/{stage}/waiver": {
    answer: Obligation;
  };
  "GET /incidents/{id}/clocks": {
    answer: IncidentClocks;
  };
  "POST /incidents/{id}/holds": {
    answer: IncidentClocks;
  };
  "POST /incidents/{id}/holds/release": {
    answer: IncidentClocks;
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
  "PUT /incidents/{id}/presence": {
    answer: {
      others: Array<PresentPerson>;
      more: number;
    };
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
  "GET /alerts/{fingerprint}/repeats": {
    answer: AlertRepeats;
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
  "GET /unmatched-names": {
    answer: UnmatchedNames;
  };
  "POST /unmatched-names/reassign": {
    answer: ReassignedIncidents;
  };
  "GET /search": {
    answer: SearchAnswer;
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
  "GET /schedules": {
    answer: {
      items: Array<Schedule>;
      next: string | null;
    };
  };
  "GET /schedules/{id}": {
    answer: Schedule;
  };
  "PUT /schedules/{id}": {
    answer: Schedule;
  };
  "POST /schedules": {
    answer: Schedule;
  };
  "GET /schedules/{id}/shifts": {
    answer: {
      items: Array<Shift>;
    };
  };
  "GET /schedules/{id}/faults": {
    answer: {
      items: Array<ScheduleFault>;
    };
  };
  "POST /schedules/{id}/preview": {
    answer: {
      ends: Array<Shift>;
      begins: Array<Shift>;
      faults: {
        items: Array<ScheduleFault>;
      };
    };
  };
  "POST /schedules/{id}/rotate": {
    answer: Schedule;
  };
  "GET /schedules/{schedule}/overrides": {
    answer: {
      items: Array<ScheduleOverride>;
      next: string | null;
    };
  };
  "POST /schedules/{schedule}/overrides": {
    answer: ScheduleOverride;
  };
  "DELETE /schedules/{schedule}/overrides/{id}": {
    answer: undefined;
  };
  "GET /on-call": {
    answer: OnCallTeams;
  };
  "GET /reachability": {
    answer: Reachability;
  };
  "GET /reachability/teams": {
    answer: UncalledTeams;
  };
  "GET /me/shifts": {
    answer: {
      items: Array<OwnShift>;
    };
  };
  "POST /schedules/{schedule}/covers": {
    answer: {
      items: Array<ScheduleOverride>;
      warnings?: Array<Warning>;
    };
  };
  "DELETE /schedules/{schedule}/covers/{id}": {
    answer: undefined;
  };
  "GET /schedules/{schedule}/swaps": {
    answer: {
      items: Array<Swap>;
      next: string | null;
    };
  };
  "POST /schedules/{schedule}/swaps": {
    answer: Swap;
  };
  "POST /schedules/{schedule}/swaps/{id}/accept": {
    answer: Swap;
  };
  "POST /schedules/{schedule}/swaps/{id}/decline": {
    answer: Swap;
  };
  "POST /schedules/{schedule}/swaps/{id}/withdraw": {
    answer: Swap;
  };
  "GET /schedules/{id}/fairness": {
    answer: Fairness;
  };
  "GET /schedules/{schedule}/hand-over-notes": {
    answer: {
      items: Array<HandOverNote>;
      next: string | null;
    };
  };
  "POST /schedules/{schedule}/hand-over-notes": {
    answer: HandOverNote;
  };
  "GET /absences": {
    answer: {
      items: Array<Absence>;
      next: string | null;
    };
  };
  "POST /absences": {
    answer: Absence;
  };
  "DELETE /absences/{id}": {
    answer: undefined;
  };
  "GET /calendar-feeds": {
    answer: {
      items: Array<CalendarFeed>;
      next: string | null;
    };
  };
  "POST /calendar-feeds": {
    answer: NewCalendarFeed;
  };
  "DELETE /calendar-feeds/{id}": {
    answer: undefined;
  };
  "GET /teams/{team}/contacts": {
    answer: {
      items: Array<Contact>;
      next: string | null;
    };
  };
  "POST /teams/{team}/contacts": {
    answer: Contact;
  };
  "PUT /teams/{team}/contacts/{id}": {
    answer: Contact;
  };
  "DELETE /teams/{team}/contacts/{id}": {
    answer: undefined;
  };
  "POST /teams/{team}/contacts/{id}/test": {
    answer: DeliveryDetail;
  };
  "GET /me/push-key": {
    answer: {
      public_key: string;
    };
  };
  "GET /users/{user}/contacts": {
    answer: {
      items: Array<UserContact>;
      next: string | null;
    };
  };
  "POST /users/{user}/contacts": {
    answer: UserContact;
  };
  "PUT /users/{user}/contacts/{id}": {
    answer: UserContact;
  };
  "DELETE /users/{user}/contacts/{id}": {
    answer: undefined;
  };
  "POST /users/{user}/contacts/{id}/send-code": {
    answer: QueuedCode;
  };
  "POST /users/{user}/contacts/{id}/verify": {
    answer: UserContact;
  };
  "GET /users/{id}/notification-rules": {
    answer: NotificationRules;
  };
  "PUT /users/{id}/notification-rules": {
    answer: NotificationRules;
  };
  "GET /users/{id}/sessions": {
    answer: {
      items: Array<Session>;
      next: string | null;
    };
  };
  "DELETE /users/{id}/sessions": {
    answer: undefined;
  };
  "DELETE /users/{id}/sessions/{session}": {
    answer: undefined;
  };
  "GET /me/tokens": {
    answer: {
      items: Array<Token>;
      next: string | null;
    };
  };
  "POST /me/confirmation": {
    answer: Confirmation;
  };
  "POST /me/tokens": {
    answer: NewToken;
  };
  "DELETE /me/tokens/{id}": {
    answer: undefined;
  };
  "GET /me/totp": {
    answer: Totp;
  };
  "POST /me/totp": {
    answer: TotpSecret;
  };
  "POST /me/totp/confirm": {
    answer: RecoveryCodes;
  };
  "POST /me/totp/recovery-codes": {
    answer: RecoveryCodes;
  };
  "POST /me/totp/disable": {
    answer: undefined;
  };
  "GET /incidents/{id}/why": {
    answer: {
      items: Array<PageReasons>;
      held_by: HoldingStorm;
      unpaged?: Unpaged;
    };
  };
  "GET /incidents/{id}/escalation": {
    answer: Escalation;
  };
  "POST /configuration": {
    answer: ConfigurationApplied;
  };
  "POST /sources/{id}/bodies": {
    answer: {
      dead_letters: number;
    };
  };
  "GET /escalation-policies": {
    answer: {
      items: Array<EscalationPolicy>;
      next: string | null;
    };
  };
  "POST /escalation-policies": {
    answer: EscalationPolicy;
  };
  "GET /escalation-policies/{id}": {
    answer: EscalationPolicy;
  };
  "PUT /escalation-policies/{id}": {
    answer: EscalationPolicy;
  };
  "DELETE /escalation-policies/{id}": {
    answer: undefined;
  };
  "POST /escalation-policies/{id}/dry-run": {
    answer: DryRun;
  };
  "POST /escalation-policies/dry-run": {
    answer: DryRun;
  };
  "GET /services/{id}/escalation-policy": {
    answer: {
      items: Array<EscalationChoice>;
    };
  };
  "GET /drills": {
    answer: {
      items: Array<Drill>;
      next: string | null;
    };
  };
  "POST /drills": {
    answer: Drill;
  };
  "GET /drills/{id}": {
    answer: Drill;
  };
  "POST /drills/{id}/acknowledge": {
    answer: Drill;
  };
  "GET /drill-schedules": {
    answer: {
      items: Array<DrillSchedule>;
      next: string | null;
    };
  };
  "POST /drill-schedules": {
    answer: DrillSchedule;
  };
  "DELETE /drill-schedules/{id}": {
    answer: undefined;
  };
  "GET /heartbeats": {
    answer: {
      items: Array<Heartbeat>;
      next: string | null;
    };
  };
  "POST /heartbeats": {
    answer: Heartbeat;
  };
  "PUT /heartbeats/{id}": {
    answer: Heartbeat;
  };
  "DELETE /heartbeats/{id}": {
    answer: undefined;
  };
  "POST /heartbeats/{id}/key": {
    answer: HeartbeatKey;
  };
  "GET /users": {
    answer: {
      items: Array<User>;
      next: string | null;
    };
  };
  "GET /users/{id}": {
    answer: User;
  };
  "PUT /users/{id}": {
    answer: User;
  };
  "GET /source-types": {
    answer: {
      items: Array<SourceTypeInfo>;
      mail: {
        domain: string;
        types: Array<SourceType>;
      } | null;
    };
  };
  "GET /sources/{id}/alerts": {
    answer: {
      items: Array<Alert>;
    };
  };
  "GET /sources": {
    answer: {
      items: Array<Source>;
      next: string | null;
    };
  };
  "POST /sources": {
    answer: Source;
  };
  "GET /sources/{id}": {
    answer: Source;
  };
  "GET /sources/{id}/keys": {
    answer: {
      items: Array<SourceKey>;
      next: string | null;
    };
  };
  "POST /sources/{id}/keys": {
    answer: NewSourceKey;
  };
  "DELETE /sources/{id}/keys/{key}": {
    answer: undefined;
  };
  "GET /ledger": {
    answer: Ledger;
  };
  "POST /ledger/recount": {
    answer: Recount;
  };
  "GET /receipts/{id}": {
    answer: Receipt;
  };
  "GET /dead-letters": {
    answer: {
      items: Array<DeadLetter>;
      next: string | null;
    };
  };
  "GET /dead-letters/{id}": {
    answer: DeadLetterDetail;
  };
  "POST /dead-letters/replay": {
    answer: LettersReplayed;
  };
  "POST /dead-letters/{id}/replay": {
    answer: DeadLetterDetail;
  };
  "GET /notification-matrix": {
    answer: NotificationMatrix;
  };
  "PUT /notification-matrix": {
    answer: NotificationMatrix;
  };
  "GET /delivery-policy": {
    answer: DeliveryPolicy;
  };
  "PUT /delivery-policy": {
    answer: DeliveryPolicy;
  };
  "GET /on-call/default": {
    answer: DefaultOnCall;
  };
  "PUT /on-call/default": {
    answer: DefaultOnCall;
  };
  "GET /fallback": {
    answer: Fallback;
  };
  "PUT /fallback": {
    answer: Fallback;
  };
  "GET /verification-settings": {
    answer: VerificationSettings;
  };
  "PUT /verification-settings": {
    answer: VerificationSettings;
  };
  "GET /providers": {
    answer: {
      items: Array<Provider>;
      next: string | null;
    };
  };
  "POST /providers": {
    answer: Provider;
  };
  "GET /providers/types": {
    answer: {
      items: Array<ProviderTypeInfo>;
    };
  };
  "PUT /providers/{id}": {
    answer: Provider;
  };
  "GET /providers/{id}/health": {
    answer: ProviderHealth;
  };
  "POST /providers/{id}/test": {
    answer: DeliveryDetail;
  };
  "GET /deliveries": {
    answer: {
      items: Array<Delivery>;
      next: string | null;
      total?: Total;
    };
  };
  "GET /deliveries/{id}": {
    answer: DeliveryDetail;
  };
  "POST /deliveries/{id}/replay": {
    answer: DeliveryDetail;
  };
  "GET /timers": {
    answer: {
      items: Array<Timer>;
      next: string | null;
    };
  };
  "POST /timers/{id}/run": {
    answer: Timer;
  };
  "POST /timers/{id}/skip": {
    answer: Timer | undefined;
  };
  "GET /backups": {
    answer: Backups;
  };
  "POST /backups/drills": {
    answer: Backups;
  };
  "GET /audit": {
    answer: {
      items: Array<AuditEntry>;
      next: string | null;
    };
  };
  "GET /audit/chain": {
    answer: AuditChain;
  };
  "POST /users": {
    answer: User;
  };
  "POST /users/{id}/invitation": {
    answer: Invitation;
  };
  "DELETE /users/{id}/totp": {
    answer: undefined;
  };
  "GET /grants": {
    answer: {
      items: Array<Grant>;
      next: string | null;
    };
  };
  "POST /grants": {
    answer: Grant;
  };
  "DELETE /grants/{id}": {
    answer: undefined;
  };
  "GET /teams": {
    answer: {
      items: Array<Team>;
      next: string | null;
    };
  };
  "POST /teams": {
    answer: Team;
  };
  "PUT /teams/{id}": {
    answer: Team;
  };
  "DELETE /teams/{id}": {
    answer: undefined;
  };
  "GET /teams/{team}/stand-ins": {
    answer: StandIns;
  };
  "PUT /teams/{team}/stand-ins": {
    answer: StandIns;
  };
  "GET /teams/{team}/members": {
    answer: {
      items: Array<Member>;
      next: string | null;
    };
  };
  "PUT /teams/{team}/members/{user}": {
    answer: Member;
  };
  "DELETE /teams/{team}/members/{user}": {
    answer: undefined;
  };
  "GET /tokens": {
    answer: {
      items: Array<Token>;
      next: string | null;
    };
  };
  "POST /tokens": {
    answer: NewToken;
  };
  "POST /tokens/{id}/regenerate": {
    answer: NewToken;
  };
  "DELETE /tokens/{id}": {
    answer: undefined;
  };
  "POST /services": {
    answer: Service;
  };
  "PUT /services/{id}": {
    answer: Service;
  };
  "DELETE /services/{id}": {
    answer: undefined;
  };
  "GET /tenants": {
    answer: {
      items: Array<Tenant>;
      next: string | null;
    };
  };
  "POST /tenants": {
    answer: CreatedTenant;
  };
  "GET /rule-sets": {
    answer: {
      items: Array<RuleSetSummary>;
      next: string | null;
    };
  };
  "POST /rule-sets": {
    answer: RuleSet;
  };
  "GET /rule-sets/active": {
    answer: RuleSet;
  };
  "GET /rule-sets/{version}": {
    answer: RuleSet;
  };
  "POST /sources/{id}/try": {
    answer: TriedBody;
  };
  "GET /sources/{id}/bodies": {
    answer: {
      items: Array<RecentBody>;
    };
  };
  "GET /sources/{id}/bodies/{receipt}": {
    answer: OpenedBody;
  };
  "POST /sources/{id}/bodies/{receipt}/try": {
    answer: TriedBody;
  };
  "POST /rule-sets/{version}/activate": {
    answer: RuleSet;
  };
  "POST /rule-sets/{version}/simulate": {
    answer: Simulation;
  };
  "POST /rule-sets/simulate": {
    answer: Simulation;
  };
  "GET /simulations": {
    answer: {
      items: Array<SimulationSummary>;
      next: string | null;
    };
  };
  "GET /simulations/{id}": {
    answer: Simulation;
  };
  "DELETE /simulations/{id}": {
    answer: undefined;
  };
  "GET /incidents/facets": {
    answer: IncidentFacets;
  };
  "PATCH /incidents/{id}": {
    answer: IncidentDetail;
  };
  "GET /incidents/{id}/pages": {
    answer: {
      pages: Array<SentPage>;
      held_by: HoldingStorm;
    };
  };
  "GET /incidents/{id}/rooms": {
    answer: {
      rooms: Array<Room>;
    };
  };
  "POST /incidents/{id}/rooms": {
    answer: Room;
  };
  "GET /alerts/count": {
    answer: AlertCount;
  };
  "GET /dora/settings": {
    answer: DoraSettings;
  };
  "PUT /dora/settings": {
    answer: DoraSettings;
  };
  "GET /metrics/settings": {
    answer: MetricsSettings;
  };
  "PUT /metrics/settings": {
    answer: MetricsSettings;
  };
  "GET /metrics/alerts": {
    answer: MetricAlerts;
  };
  "GET /metrics/heatmap": {
    answer: MetricHeatmap;
  };
  "GET /metrics/by-person": {
    answer: MetricPeople;
  };
  "GET /metrics/noise": {
    answer: MetricNoise;
  };
  "GET /metrics/summary": {
    answer: MetricSummary;
  };
  "GET /metrics/top-offenders": {
    answer: MetricServices;
  };
  "GET /metrics/trend": {
    answer: MetricTrend;
  };
  "GET /escalation-policies/{id}/versions": {
    answer: {
      items: Array<EscalationPolicyVersion>;
      next: string | null;
    };
  };
  "GET /me/views": {
    answer: {
      items: Array<SavedView>;
      next: string | null;
    };
  };
  "POST /me/views": {
    answer: SavedView;
  };
  "PUT /me/views/{id}": {
    answer: SavedView;
  };
  "DELETE /me/views/{id}": {
    answer: undefined;
  };
  "PUT /me/views/{id}/default": {
    answer: SavedView;
  };
  "DELETE /me/views/{id}/default": {
    answer: SavedView;
  };
  "GET /metrics/by-service": {
    answer: MetricServices;
  };
  "GET /teams/{team}/fairness": {
    answer: Fairness;
  };
  "GET /services/{id}": {
    answer: Service;
  };
  "GET /silences": {
    answer: {
      items: Array<Silence>;
      next: string | null;
    };
  };
  "POST /silences": {
    answer: StoredSilence;
  };
  "POST /silences/preview": {
    answer: SilencePreview;
  };
  "PUT /silences/{id}": {
    answer: StoredSilence;
  };
  "DELETE /silences/{id}": {
    answer: Silence;
  };
  "GET /meetings": {
    answer: {
      items: Array<Meeting>;
      next: string | null;
    };
  };
  "POST /meetings": {
    answer: MeetingDetail;
  };
  "GET /meetings/{id}": {
    answer: MeetingDetail;
  };
  "PUT /meetings/{id}": {
    answer: MeetingDetail;
  };
  "DELETE /meetings/{id}": {
    answer: undefined;
  };
  "PUT /meetings/{id}/times/{start}": {
    answer: MeetingDetail;
  };
  "DELETE /meetings/{id}/times/{start}": {
    answer: undefined;
  };
  "GET /maintenance-windows": {
    answer: {
      items: Array<MaintenanceWindow>;
      next: string | null;
    };
  };
  "POST /maintenance-windows": {
    answer: MaintenanceWindow;
  };
  "POST /maintenance-windows/preview": {
    answer: MaintenancePreview;
  };
  "POST /maintenance-windows/import": {
    answer: MaintenanceImported;
  };
  "PUT /maintenance-windows/{id}": {
    answer: MaintenanceWindow;
  };
  "DELETE /maintenance-windows/{id}": {
    answer: undefined;
  };
  "GET /inhibit-rules": {
    answer: {
      items: Array<InhibitRule>;
      next: string | null;
    };
  };
  "POST /inhibit-rules": {
    answer: InhibitRule;
  };
  "PUT /inhibit-rules/{id}": {
    answer: InhibitRule;
  };
  "DELETE /inhibit-rules/{id}": {
    answer: undefined;
  };
  "GET /time-intervals": {
    answer: {
      items: Array<TimeInterval>;
      next: string | null;
    };
  };
  "POST /time-intervals": {
    answer: TimeInterval;
  };
  "PUT /time-intervals/{id}": {
    answer: TimeInterval;
  };
  "DELETE /time-intervals/{id}": {
    answer: undefined;
  };
  "GET /flapping-policy": {
    answer: FlappingPolicy;
  };
  "PUT /flapping-policy": {
    answer: FlappingPolicy;
  };
  "GET /service-levels": {
    answer: ServiceLevels;
  };
  "PUT /service-levels": {
    answer: ServiceLevels;
  };
  "GET /storm-policy": {
    answer: StormPolicy;
  };
  "PUT /storm-policy": {
    answer: StormPolicy;
  };
  "GET /storms": {
    answer: {
      items: Array<Storm>;
      next: string | null;
    };
  };
  "GET /storms/{id}": {
    answer: Storm;
  };
  "GET /storms/{id}/incidents": {
    answer: {
      items: Array<StormIncident>;
      next: string | null;
    };
  };
  "POST /storms/{id}/release": {
    answer: Storm;
  };
  "GET /scopes": {
    answer: {
      items: Array<Scope>;
      next: string | null;
    };
  };
  "POST /scopes": {
    answer: Scope;
  };
  "PUT /scopes/{id}": {
    answer: Scope;
  };
  "DELETE /scopes/{id}": {
    answer: undefined;
  };
  "GET /lookup-tables": {
    answer: {
      items: Array<LookupTable>;
      next: string | null;
    };
  };
  "POST /lookup-tables": {
    answer: LookupTable;
  };
  "PUT /lookup-tables/{id}": {
    answer: LookupTable;
  };
  "DELETE /lookup-tables/{id}": {
    answer: undefined;
  };
  "GET /environments": {
    answer: {
      items: Array<Environment>;
      next: string | null;
    };
  };
  "POST /environments": {
    answer: Environment;
  };
  "PUT /environments/{id}": {
    answer: Environment;
  };
  "DELETE /environments/{id}": {
    answer: undefined;
  };
  "GET /repositories": {
    answer: {
      items: Array<Repository>;
      next: string | null;
    };
  };
  "GET /repositories/unknown": {
    answer: {
      items: Array<UnknownRepository>;
    };
  };
  "POST /repositories": {
    answer: Repository;
  };
  "PUT /repositories/{id}": {
    answer: Repository;
  };
  "DELETE /repositories/{id}": {
    answer: undefined;
  };
  "GET /deployments": {
    answer: {
      items: Array<Deployment>;
      next: string | null;
    };
  };
  "GET /dora": {
    answer: DoraMetrics;
  };
  "GET /dora/restatement": {
    answer: DoraRestatement;
  };
  "GET /dora/{metric}/rows": {
    answer: DoraRows;
  };
  "GET /incidents/{id}/changes": {
    answer: {
      changes: Array<SideEvent>;
      suspects: Array<Suspect>;
      computed_at: string | null;
      found: number | null;
    };
  };
  "POST /incidents/{id}/changes/{change_kind}/{change}/judgement": {
    answer: Suspect;
  };
  "GET /suspects/hit-rate": {
    answer: HitRate;
  };
  "GET /suspects/precursors": {
    answer: {
      from: string;
      to: string;
      incidents: number;
      changes: number;
      is_cut: boolean;
      precursors: Array<Precursor>;
    };
  };
  "POST /deployments": {
    answer: DeploymentDetail;
  };
  "GET /deployment-windows": {
    answer: {
      items: Array<DeploymentWindow>;
      next: string | null;
    };
  };
  "POST /deployment-windows": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/preview": {
    answer: DeploymentWindowPreview;
  };
  "GET /deployment-windows/{id}": {
    answer: DeploymentWindowDetail;
  };
  "PUT /deployment-windows/{id}": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/submit": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/vote": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/check": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/start": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/extend": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/finish": {
    answer: DeploymentWindowDetail;
  };
  "POST /deployment-windows/{id}/cancel": {
    answer: DeploymentWindowDetail;
  };
  "GET /events": {
    answer: Calendar;
  };
  "GET /freezes": {
    answer: {
      items: Array<Freeze>;
      next: string | null;
    };
  };
  "POST /freezes": {
    answer: Freeze;
  };
  "PUT /freezes/{id}": {
    answer: Freeze;
  };
  "DELETE /freezes/{id}": {
    answer: undefined;
  };
  "POST /freezes/preview": {
    answer: FreezePreview;
  };
  "GET /boards": {
    answer: {
      items: Array<Board>;
      next: string | null;
    };
  };
  "POST /boards": {
    answer: Board;
  };
  "GET /boards/{id}": {
    answer: Board;
  };
  "PUT /boards/{id}": {
    answer: Board;
  };
  "DELETE /boards/{id}": {
    answer: undefined;
  };
  "GET /boards/{id}/columns": {
    answer: BoardColumns;
  };
  "GET /boards/{id}/items": {
    answer: {
      items: Array<Card>;
      next: string | null;
    };
  };
  "POST /boards/{id}/items": {
    answer: Card;
  };
  "PATCH /boards/{id}/items/{item}": {
    answer: Card;
  };
  "DELETE /boards/{id}/items/{item}": {
    answer: undefined;
  };
  "POST /boards/{id}/moves": {
    answer: BoardMoved;
  };
  "GET /boards/{id}/sprints": {
    answer: {
      items: Array<Sprint>;
      next: string | null;
    };
  };
  "POST /boards/{id}/sprints": {
    answer: Sprint;
  };
  "GET /boards/{id}/sprints/{number}": {
    answer: Sprint;
  };
  "PATCH /boards/{id}/sprints/{number}": {
    answer: Sprint;
  };
  "DELETE /boards/{id}/sprints/{number}": {
    answer: undefined;
  };
  "POST /boards/{id}/sprints/{number}/start": {
    answer: Sprint;
  };
  "POST /boards/{id}/sprints/{number}/close": {
    answer: Sprint;
  };
  "GET /error-budgets": {
    answer: {
      items: Array<ErrorBudget>;
      next: string | null;
    };
  };
  "POST /error-budgets": {
    answer: ErrorBudget;
  };
  "PUT /error-budgets/{id}": {
    answer: ErrorBudget;
  };
  "DELETE /error-budgets/{id}": {
    answer: undefined;
  };
  "POST /error-budgets/preview": {
    answer: ErrorBudgetPreview;
  };
  "POST /gate": {
    answer: GateDecision;
  };
  "POST /gate/replay": {
    answer: GateReplay;
  };
  "GET /gate/summary": {
    answer: GateSummary;
  };
  "GET /gate/decisions": {
    answer: {
      items: Array<GateDecision>;
      next: string | null;
    };
  };
  "GET /gate/decisions/{id}": {
    answer: GateDecisionDetail;
  };
  "POST /gate/decisions/{id}/override": {
    answer: GateDecision;
  };
  "GET /gate/policy": {
    answer: GatePolicy;
  };
  "PUT /gate/policy": {
    answer: GatePolicy;
  };
  "GET /deployments/{id}": {
    answer: DeploymentDetail;
  };
  "GET /tags": {
    answer: {
      items: Array<Tag>;
      next: string | null;
    };
  };
  "GET /tags/popular": {
    answer: {
      items: Array<UsedTag>;
    };
  };
  "POST /tags": {
    answer: Tag;
  };
  "PUT /tags/{id}": {
    answer: Tag;
  };
  "DELETE /tags/{id}": {
    answer: undefined;
  };
  "PUT /incidents/{id}/scopes/{scope}": {
    answer: IncidentDetail;
  };
  "DELETE /incidents/{id}/scopes/{scope}": {
    answer: IncidentDetail;
  };
  "POST /incidents/{id}/tags": {
    answer: IncidentDetail;
  };
  "DELETE /incidents/{id}/tags/{tag}": {
    answer: IncidentDetail;
  };
  "GET /status-page": {
    answer: StatusPage;
  };
  "PUT /status-page": {
    answer: StatusPage;
  };
  "GET /status-page/components": {
    answer: {
      items: Array<StatusComponent>;
      next: string | null;
    };
  };
  "POST /status-page/components": {
    answer: StatusComponent;
  };
  "PUT /status-page/components/{id}": {
    answer: StatusComponent;
  };
  "DELETE /status-page/components/{id}": {
    answer: undefined;
  };
  "GET /status-page/uptime": {
    answer: {
      items: Array<MeasuredComponent>;
    };
  };
  "GET /status-page/maintenance": {
    answer: {
      items: Array<StatusMaintenance>;
      next: string | null;
    };
  };
  "POST /status-page/maintenance": {
    answer: StatusMaintenance;
  };
  "PUT /status-page/maintenance/{id}": {
    answer: StatusMaintenance;
  };
  "DELETE /status-page/maintenance/{id}": {
    answer: undefined;
  };
  "GET /status-page/subscribers": {
    answer: {
      items: Array<StatusSubscriber>;
      next: string | null;
    };
  };
  "GET /status-page/subscribers/count": {
    answer: StatusSubscriberCount;
  };
  "DELETE /status-page/subscribers/{id}": {
    answer: undefined;
  };
  "GET /status-page/incidents": {
    answer: {
      items: Array<PublishedIncident>;
      next: string | null;
    };
  };
  "POST /status-page/incidents": {
    answer: PublishedIncident;
  };
  "PUT /status-page/incidents/{id}": {
    answer: PublishedIncident;
  };
  "DELETE /status-page/incidents/{id}": {
    answer: undefined;
  };
  "POST /status-page/incidents/{id}/updates": {
    answer: PublishedIncident;
  };
  "GET /webhooks/outgoing": {
    answer: {
      items: Array<EventWebhook>;
      next: string | null;
    };
  };
  "POST /webhooks/outgoing/register": {
    answer: EventWebhook;
  };
  "GET /webhooks/outgoing/{id}": {
    answer: EventWebhook;
  };
  "PUT /webhooks/outgoing/{id}": {
    answer: EventWebhook;
  };
  "DELETE /webhooks/outgoing/{id}": {
    answer: undefined;
  };
  "POST /webhooks/outgoing/{id}/test": {
    answer: PostedEventDetail;
  };
  "GET /webhooks/outgoing/{id}/deliveries": {
    answer: {
      items: Array<PostedEvent>;
      next: string | null;
    };
  };
  "GET /webhooks/outgoing/{id}/deliveries/{delivery}": {
    answer: PostedEventDetail;
  };
  "POST /webhooks/outgoing/{id}/deliveries/{delivery}/redeliver": {
    answer: PostedEventDetail;
  };
  "GET /message-language": {
    answer: MessageLanguage;
  };
  "PUT /message-language": {
    answer: MessageLanguage;
  };
  "GET /message-templates": {
    answer: MessageTemplates;
  };
  "GET /message-templates/variables": {
    answer: {
      items: Array<MessageVariable>;
    };
  };
  "GET /message-templates/{language}/{kind}/{form}": {
    answer: MessageTemplate;
  };
  "PUT /message-templates/{language}/{kind}/{form}": {
    answer: MessageTemplate;
  };
  "DELETE /message-templates/{language}/{kind}/{form}": {
    answer: undefined;
  };
  "GET /message-templates/{language}/{kind}/{form}/versions": {
    answer: {
      items: Array<MessageTemplateVersion>;
    };
  };
  "POST /message-templates/{language}/{kind}/{form}/revert": {
    answer: MessageTemplate;
  };
  "POST /message-templates/{language}/{kind}/{form}/preview": {
    answer: MessagePreview;
  };
  "GET /holiday-calendars": {
    answer: {
      items: Array<HolidayCalendar>;
      next: string | null;
    };
  };
  "POST /holiday-calendars": {
    answer: HolidayCalendar;
  };
  "PUT /holiday-calendars/{id}": {
    answer: HolidayCalendar;
  };
  "DELETE /holiday-calendars/{id}": {
    answer: undefined;
  };
  "GET /service-accounts": {
    answer: {
      items: Array<ServiceAccount>;
      next: string | null;
    };
  };
  "POST /service-accounts": {
    answer: ServiceAccount;
  };
  "PUT /service-accounts/{id}": {
    answer: ServiceAccount;
  };
  "DELETE /service-accounts/{id}": {
    answer: undefined;
  };
  "PUT /sources/{id}": {
    answer: Source;
  };
  "DELETE /sources/{id}": {
    answer: undefined;
  };
  "DELETE /providers/{id}": {
    answer: undefined;
  };
  "DELETE /users/{id}": {
    answer: undefined;
  };
  "DELETE /schedules/{id}": {
    answer: undefined;
  };
  "PUT /drill-schedules/{id}": {
    answer: DrillSchedule;
  };
  "GET /room-settings": {
    answer: RoomSettings;
  };
  "PUT /room-settings": {
    answer: RoomSettings;
  };
  "POST /incidents/{id}/rooms/archive": {
    answer: Room;
  };
  "GET /log-in-settings": {
    answer: LogInSettings;
  };
  "PUT /log-in-settings": {
    answer: LogInSettings;
  };
  "POST /deliveries/replay": {
    answer: Replayed;
  };
  "POST /rule-sets/deactivate": {
    answer: RuleSetInForce;
  };
  "POST /rule-sets/rollback": {
    answer: RuleSetInForce;
  };
  "POST /storms/{id}/resolve": {
    answer: Storm;
  };
  "GET /runbooks": {
    answer: {
      items: Array<Runbook>;
      next: string | null;
    };
  };
  "POST /runbooks": {
    answer: Runbook;
  };
  "PUT /runbooks/{id}": {
    answer: Runbook;
  };
  "DELETE /runbooks/{id}": {
    answer: undefined;
  };
  "GET /runbooks/{id}/versions": {
    answer: {
      items: Array<RunbookVersion>;
      next: string | null;
    };
  };
  "POST /runbooks/try": {
    answer: RunbookSelection;
  };
  "GET /incidents/{id}/runbook": {
    answer: IncidentRunbook;
  };
  "PUT /incidents/{id}/runbook": {
    answer: IncidentRunbook;
  };
  "DELETE /incidents/{id}/runbook": {
    answer: undefined;
  };
  "GET /incidents/{id}/runbook/suggestions": {
    answer: RunbookSelection;
  };
  "PUT /incidents/{id}/runbook/steps/{step}": {
    answer: IncidentRunbook;
  };
}

export type Absence = {
  id: string;
  user: UserName;
  from: string;
  until: string;
  note: string;
  made_at: string;
  made_by: string;
  ended_at?: string;
  ended_by?: string;
};

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
  is_test?: boolean;
  created_at: string;
  number: number | null;
  hidden_by: Array<HiddenBy>;
};

export type AlertCount = {
  as_of: AsOf;
  total: number;
  firing: number;
  resolved: number;
  suppressed: number;
  groups?: Array<{
    value: string | null;
    total: number;
    firing: number;
    resolved: number;
    suppressed: number;
  }>;
  others?: {
    groups: number;
    total: number;
    firing: number;
    resolved: number;
    suppressed: number;
  };
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

export type AlertRepeats = {
  from: string;
  to: string;
  is_kept: boolean;
  kept_for: string;
  items: Array<{
    at: string;
    count: number;
    after: string;
    last: string;
  }>;
  since: {
    count: number;
    last: string;
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

export type ApprovalRequest = {
  id: string;
  quorum: number;
  submitted_by: string;
  submitted_at: string;
  state: "submitted" | "approved" | "refused" | "void";
  decided_at: string | null;
  votes: Array<{
    user: string;
    by: string;
    approves: boolean;
    comment: string;
    at: string;
  }>;
};

export type AsOf = number;

export type AttachedRunbook = {
  id: string;
  name: string;
  slug: string;
  version: number;
  current_version: number;
  description: string;
  why: string;
  attached_by: string;
  attached_at: string;
  is_automatic: boolean;
  quick_actions: Array<RunbookAction>;
  external_docs: Array<RunbookDoc>;
  steps: Array<IncidentRunbookStep>;
  progress: RunbookProgress;
  missing: Array<string>;
};

export type AuditChain = {
  sealed_to: number;
  sealed_at: string | null;
  waiting: number;
  checkpoint: {
    number: number;
    at: string;
    sent_to: Array<"file" | "log">;
    note: string;
  } | null;
  refusal: {
    number: number;
    reason: "shorter" | "other";
    since: string;
  } | null;
};

export type AuditEntry = {
  id: string;
  at: string;
  actor: {
    kind: "user" | "token" | "service_account" | "link" | "chat" | "system";
    id: string | null;
    name: string | null;
  };
  via: string;
  address: string | null;
  request_id: string | null;
  action: string;
  subject: {
    kind: string;
    id: string | null;
    name: string | null;
  };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  seal: {
    number: number;
    sealed_at: string;
    is_late: boolean;
  } | null;
};

export type Backup = {
  taken_at: string;
  bytes: number;
  drilled_at: string | null;
  drill_passed: boolean | null;
};

export type BackupArchive = {
  is_held: boolean;
  trouble: string | null;
  needs_backup: boolean;
  is_encrypted: boolean;
  lag_seconds: number;
  waiting_bytes: number;
  dropped_files: number;
};

export type Backups = {
  is_own: boolean;
  archive: BackupArchive | null;
  backups: Array<Backup>;
  drills: Array<RestoreDrill>;
  drill_began_at: string | null;
  backup_every_seconds: number;
  drill_every_seconds: number;
  drill_late_after_seconds: number;
};

export type Board = {
  id: string;
  name: string;
  team: {
    id: string;
    name: string;
  };
  planned_limit: number | null;
  in_progress_limit: number | null;
  over_limit: "refuse" | "warn";
  sprint_weeks: number;
  plans_ahead: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type BoardColumns = {
  board: Board;
  seq: number;
  sprint: {
    number: number;
    name: string;
    goal: string;
    state: "planned" | "active" | "closed";
    starts_on: string;
    ends_on: string;
    done: PlannedAmount;
    left: PlannedAmount;
  } | null;
  columns: Array<{
    column: "to_plan" | "planned" | "in_progress" | "done";
    limit: number | null;
    count: number;
    points: number;
    is_over_limit: boolean;
    cards: Array<Card>;
  }>;
};

export type BoardMoved = {
  card: Card;
  seq: number;
  is_over_limit: boolean;
};

export type Calendar = {
  from: string;
  until: string;
  items: Array<CalendarEvent>;
  more: boolean;
};

export type CalendarEvent = {
  type: "meeting" | "deployment_window" | "freeze" | "maintenance_window" | "obligation" | "on_call";
  of: string;
  title: string;
  from: string;
  until: string;
  state: "planned" | "in_progress" | "completed" | "failed" | "rolled_back" | "missed" | "observes" | "in_force" | "under_way" | "ahead" | "over" | "overdue" | "on_call";
  approval: "not_needed" | "draft" | "submitted" | "approved" | "refused" | "void" | "expired" | null;
  detail: string;
  environments: Array<string>;
  services: Array<{
    id: string;
    name: string;
  }>;
  link: string;
};

export type CalendarFeed = {
  id: string;
  kind: "schedule" | "team" | "user" | "events" | "team_events" | "user_events" | "environment_events";
  subject: string;
  of: string;
  hint: string;
  made_at: string;
  made_by: string;
  revoked_at: string | null;
  last_read_at: string | null;
};

export type Card = {
  id: string;
  key: string;
  kind: "task" | "backlog_item";
  title: string;
  column: "to_plan" | "planned" | "in_progress" | "done" | null;
  status: string;
  status_category: "todo" | "doing" | "done" | "dropped";
  owner: {
    id: string;
    username: string;
  } | null;
  type: "story" | "bug" | "improvement" | "debt" | "feedback" | null;
  points: number | null;
  epic: string | null;
  labels: Array<string>;
  origin: string | null;
  sprint: number | null;
  incident: {
    id: string;
    short_id: string;
  } | null;
  category: "corrective" | "preventive" | "follow_up" | null;
  due_at: string | null;
  version: number;
};

export type Causes = {
  causes: Array<{
    id: string;
    key: string;
    label: string;
    causes: Array<{
      id: string;
      key: string;
      label: string;
    }>;
  }>;
  archived: Array<{
    id: string;
    key: string;
    label: string;
  }>;
  version: number;
};

export type Challenge = {
  challenge: string;
  second_factor: "verify" | "set_up";
  expires_in: number;
};

export type ChangeJudgement = "suspected" | "confirmed" | "rejected";

export type Channel = "webhook" | "email" | "console" | "sms" | "ntfy" | "browser" | "tracker";

export type Citations = {
  entries: Array<CitedEntry>;
  revision: number;
};

export type CitedEntry = {
  seq: number;
  at: string;
  type: string;
  author: string;
  message: string;
};

export type ClockForecast = {
  alike: "service" | "tier";
  incidents: number;
  met: number;
};

export type ClockHold = {
  reason: "customer" | "vendor" | "change_window" | "observation";
  message: string | null;
  held_by: string;
  since: string;
  ends_at: string;
};

export type ClockPiece = {
  from: string;
  until: string;
  is_counted: boolean;
  because: "open" | "closed" | "holiday" | "hold" | "resolved" | "merged";
};

export type Comment = {
  seq: number;
  author: string;
  message: string;
  created_at: string;
  id: string;
  version: number;
  edited_at: string | null;
  deleted_at: string | null;
  deleted_by: string | null;
  is_pinned: boolean;
  reactions: Array<CommentReaction>;
  mentions: Array<CommentMention>;
};

export type CommentMention = {
  kind: "user" | "team";
  name: string;
};

export type CommentReaction = {
  reaction: "thumbs_up" | "thumbs_down" | "eyes" | "done" | "thanks" | "celebrate" | "question" | "heart";
  count: number;
  by: Array<string>;
};

export type CommentState = {
  id: string;
  version: number;
  edited_at: string | null;
  deleted_at: string | null;
  deleted_by: string | null;
  is_pinned: boolean;
  reactions: Array<CommentReaction>;
  mentions: Array<CommentMention>;
};

export type CommentVersions = {
  items: Array<{
    version: number;
    author: string;
    at: string;
    message: string;
    sha256: string;
  }>;
};

export type ConfigurationApplied = {
  set: string;
  dry_run: boolean;
  counts: Record<string, number>;
  changes: Array<{
    action: "create" | "update" | "take_over" | "delete" | "retire" | "release";
    kind: string;
    key: string;
    name: string;
    why: string;
    parts?: Array<{
      path: string;
      before: unknown;
      after: unknown;
    }>;
    warnings?: Array<string>;
  }>;
  left: Array<{
    kind: string;
    key: string;
  }>;
};

export type Confirmation = {
  confirmed_until: string;
};

export type Contact = {
  id: string;
  team: string;
  name: string;
  channel: Channel;
  address: string;
  has_secret: boolean;
  min_severity: Severity;
  is_active: boolean;
  by_matrix: boolean;
  summaries: Array<"daily" | "weekly" | "monthly">;
  quiet_hours: {
    from: string;
    until: string;
    days: Array<"monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday">;
    time_zone: string;
  } | null;
  version: number;
  created_at: string;
  updated_at: string;
  warnings?: Array<Warning>;
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

export type CreatedTenant = {
  id: string;
  name: string;
  team: string;
  triage_service: string;
  source: string;
  source_key: string;
  admin_code: string;
  admin_code_expires_at: string;
};

export type DeadLetter = {
  id: string;
  at: string;
  source: Named;
  kind: "element" | "rejected" | "body";
  counted: boolean;
  dialect: string;
  pointer: string;
  reason: string;
  receipt: string | null;
  received_at: string;
  content_type: string | null;
  body_size: number;
  replayed_at: string | null;
  replayed_by: string | null;
  replay_receipt: string | null;
};

export type DeadLetterDetail = {
  id: string;
  at: string;
  source: Named;
  kind: "element" | "rejected" | "body";
  counted: boolean;
  dialect: string;
  pointer: string;
  reason: string;
  receipt: string | null;
  received_at: string;
  content_type: string | null;
  body_size: number;
  replayed_at: string | null;
  replayed_by: string | null;
  replay_receipt: string | null;
  body_base64: string;
  body_text?: string;
};

export type DecidedBy = {
  kind: "alert" | "rule_set" | "escalation_policy" | "schedule" | "delivery";
  id?: string;
  name?: string;
  version?: number;
  round?: number;
  step?: number;
  at?: string;
};

export type DefaultOnCall = {
  user: UserName | null;
  warnings?: Array<Warning>;
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
  is_test: boolean;
};

export type DeliveryDetail = {
  id: string;
  incident: IncidentRef | null;
  event: string;
  event_seq: number;
  receiver: string;
  channel: string;
  address: string;
  urgency: Severity;
  status: "pending" | "sending" | "sent" | "dead" | "folded" | "cancelled";
  attempts: number;
  next_attempt_at: string;
  last_error: string | null;
  folded_into: string | null;
  shown_in?: string;
  provider_message_id: string | null;
  created_at: string;
  finished_at: string | null;
  is_test: boolean;
  payload: Record<string, unknown>;
  attempt_log: Array<{
    attempt: number;
    at: string;
    outcome: string;
    status_code: number | null;
    error: string | null;
    duration_ms: number;
    provider: string | null;
  }>;
};

export type DeliveryPolicy = {
  time_zone: string;
  group_every: string;
  digest_at: string;
  version: number;
};

export type Deployment = {
  id: string;
  key: string;
  state: "queued" | "running" | "success" | "failure" | "cancelled" | "rolled_back";
  environment: string;
  tier: "production" | "staging" | "testing" | "development" | "other";
  service: {
    id: string;
    name: string;
  } | null;
  repository: string;
  sha: string;
  previous_sha: string;
  ref: string;
  actor: string;
  url: string;
  started_at: string | null;
  finished_at: string | null;
  happened_at: string;
  known_at: string;
  source: {
    id: string;
    name: string;
  } | null;
};

export type DeploymentDetail = {
  id: string;
  key: string;
  state: "queued" | "running" | "success" | "failure" | "cancelled" | "rolled_back";
  environment: string;
  tier: "production" | "staging" | "testing" | "development" | "other";
  service: {
    id: string;
    name: string;
  } | null;
  repository: string;
  sha: string;
  previous_sha: string;
  ref: string;
  actor: string;
  url: string;
  started_at: string | null;
  finished_at: string | null;
  happened_at: string;
  known_at: string;
  source: {
    id: string;
    name: string;
  } | null;
  transitions: Array<DeploymentTransition>;
};

export type DeploymentTransition = {
  state: "queued" | "running" | "success" | "failure" | "cancelled" | "rolled_back";
  at: string | null;
  known_at: string;
  sha: string;
  actor: string;
};

export type DeploymentWindow = {
  id: string;
  title: string;
  description: string;
  environment: {
    id: string;
    name: string;
  };
  tier: "production" | "staging" | "testing" | "development" | "other";
  services: Array<{
    id: string;
    name: string;
  }>;
  starts_at: string;
  ends_at: string;
  time_zone: string;
  from: string;
  until: string;
  sha: string;
  rollback_plan: string;
  checklist: Array<{
    text: string;
    done_at: string | null;
    done_by: string | null;
  }>;
  incident: string | null;
  mutes: boolean;
  status: "planned" | "in_progress" | "completed" | "failed" | "rolled_back" | "cancelled";
  is_missed: boolean;
  approval: "not_needed" | "draft" | "submitted" | "approved" | "refused" | "void" | "expired";
  quorum: number;
  request: ApprovalRequest | null;
  approval_due_at: string | null;
  started_at: string | null;
  started_by: string | null;
  override_reason: string | null;
  lacked: string;
  ended_at: string | null;
  ended_by: string | null;
  outcome: string;
  created_by: string;
  author: string;
  version: number;
  created_at: string;
  updated_at: string;
};

export type DeploymentWindowDetail = {
  id: string;
  title: string;
  description: string;
  environment: {
    id: string;
    name: string;
  };
  tier: "production" | "staging" | "testing" | "development" | "other";
  services: Array<{
    id: string;
    name: string;
  }>;
  starts_at: string;
  ends_at: string;
  time_zone: string;
  from: string;
  until: string;
  sha: string;
  rollback_plan: string;
  checklist: Array<{
    text: string;
    done_at: string | null;
    done_by: string | null;
  }>;
  incident: string | null;
  mutes: boolean;
  status: "planned" | "in_progress" | "completed" | "failed" | "rolled_back" | "cancelled";
  is_missed: boolean;
  approval: "not_needed" | "draft" | "submitted" | "approved" | "refused" | "void" | "expired";
  quorum: number;
  request: ApprovalRequest | null;
  approval_due_at: string | null;
  started_at: string | null;
  started_by: string | null;
  override_reason: string | null;
  lacked: string;
  ended_at: string | null;
  ended_by: string | null;
  outcome: string;
  created_by: string;
  author: string;
  version: number;
  created_at: string;
  updated_at: string;
  conflicts: Array<WindowConflict>;
  lacking: Array<{
    code: "not_planned" | "too_early" | "over" | "no_service" | "not_approved" | "changed" | "checklist" | "rollback_plan" | "approvers";
    text: string;
  }>;
  muting: {
    silence: string;
    until: string;
    mutes_now: number;
    muted_in_all: number;
  } | null;
  requests: Array<ApprovalRequest>;
  deployments: Array<{
    id: string;
    state: string;
    sha: string;
    at: string;
    service: string;
  }>;
};

export type DeploymentWindowPreview = {
  from: string;
  until: string;
  conflicts: Array<WindowConflict>;
};

export type DoraBands = {
  edition: string;
  source: string;
  metrics: Array<{
    metric: "frequency" | "lead_time" | "change_fail_rate" | "recovery_time" | "rework_rate";
    clusters: Array<"elite" | "high" | "medium" | "low">;
    published: Array<{
      cluster: "elite" | "high" | "medium" | "low";
      from: number | null;
      to: number | null;
    }>;
  }>;
};

export type DoraDefinition = {
  version: string;
  scope: string;
  metrics: Array<{
    metric: "frequency" | "lead_time" | "change_fail_rate" | "recovery_time" | "rework_rate";
    text: string;
  }>;
};

export type DoraFigures = {
  frequency: DoraFrequency;
  lead_time: {
    median_seconds: number | null;
    p75_seconds: number | null;
    p90_seconds: number | null;
    commits: number;
    without_time: number;
    negative: number;
    missing: number;
    deployments: number;
    known: number;
    first: number;
    merge_to_deploy_seconds: number | null;
  };
  change_fail_rate: {
    rate: number | null;
    failed: number;
    deployments: number;
    by_incident: number;
    by_failure: number;
    by_rollback: number;
  };
  recovery_time: {
    median_seconds: number | null;
    mean_seconds: number | null;
    recovered: number;
    not_recovered: number;
    unmeasurable: number;
  };
  rework_rate: {
    rate: number | null;
    rework: number;
    deployments: number;
    named_incident: number;
    hotfix: number;
  };
};

export type DoraFrequency = {
  deployments: number;
  rollbacks: number;
  days: number;
  per_week: number | null;
  median_days_per_week: number | null;
};

export type DoraMetrics = {
  from: string;
  to: string;
  until: string;
  time_zone: string;
  as_of: string;
  settled: boolean;
  service: string | null;
  team: string | null;
  environment: string | null;
  metrics: DoraFigures;
  unowned: number;
  targets: Array<{
    metric: "frequency" | "lead_time" | "change_fail_rate" | "recovery_time" | "rework_rate";
    of: string;
    aim: "at_least" | "below";
    value: number;
    met: boolean | null;
  }>;
  bands?: DoraBands;
  months: Array<{
    month: string;
    from: string;
    to: string;
    metrics: DoraFigures;
  }>;
  environments: Array<{
    environment: string;
    tier: "production" | "staging" | "testing" | "development" | "other";
    frequency: DoraFrequency;
  }>;
  definition: DoraDefinition;
};

export type DoraRestatement = {
  from: string;
  until: string;
  time_zone: string;
  as_of: string;
  now: string;
  was: DoraFigures;
  is: DoraFigures;
  changes: Array<{
    metric: "frequency" | "lead_time" | "change_fail_rate" | "recovery_time" | "rework_rate";
    of: "per_week" | "median_seconds" | "mean_seconds" | "rate";
    was: number | null;
    now: number | null;
  }>;
  later: {
    deployments: number;
    pushes: number;
    judgements: number;
  };
  definition: string;
};

export type DoraRow = {
  deployment: string;
  finished_at: string;
  state: "success" | "failure" | "rolled_back";
  service: {
    id: string;
    name: string;
  } | null;
  repository: string;
  environment: string;
  sha: string;
  ref: string;
  places: number;
  counted: boolean;
  because: "success" | "rollback" | "commit" | "without_time" | "negative" | "incident" | "failure" | "recovered" | "not_recovered" | "unmeasurable" | "named_incident" | "hotfix" | "planned";
  seconds: number | null;
  incidents: Array<string>;
  rollback_of: string | null;
  commit: {
    sha: string;
    title: string;
    at: string | null;
  } | null;
};

export type DoraRows = {
  metric: "frequency" | "lead_time" | "change_fail_rate" | "recovery_time" | "rework_rate";
  definition: string;
  from: string;
  until: string;
  as_of: string;
  rows: number;
  items: Array<DoraRow>;
  next: string | null;
};

export type DoraSettings = {
  deployments_per_week: number | null;
  lead_time_seconds: number | null;
  change_fail_rate: number | null;
  recovery_time_seconds: number | null;
  version: number;
};

export type Drill = {
  id: string;
  policy: {
    id: string;
    name: string;
    version: number;
  };
  service: {
    id: string;
    name: string;
  };
  team: {
    id: string;
    name: string;
  };
  severity: Severity;
  factor: number;
  send: boolean;
  state: "running" | "acknowledged" | "finished" | "stopped";
  started_at: string;
  started_by: string;
  schedule: string | null;
  ended_at: string | null;
  ended_by: string | null;
  next: {
    round: number | null;
    step: number | null;
    due_at: string;
  } | null;
  summary: {
    people: Array<string>;
    unreachable: Array<string>;
    sent: number;
    accepted: number;
    failed: number;
    first_accepted_seconds: number | null;
    slowest_seconds: number | null;
  };
  steps: Array<{
    round: number;
    step: number;
    outcome: "told" | "nobody" | "not_now";
    would_be_at: string;
    due_at: string;
    taken_at: string;
    people: Array<Record<string, unknown>>;
    reasons: Array<string>;
    messages: Array<{
      name: string;
      user: string | null;
      channel: string;
      due_at: string;
      status: string;
      delivery: string | null;
      seconds: number | null;
      error: string | null;
    }>;
  }>;
};

export type DrillSchedule = {
  id: string;
  name: string;
  service: {
    id: string;
    name: string;
  };
  policy: {
    id: string;
    name: string;
  } | null;
  severity: Severity;
  factor: number;
  send: boolean;
  days: Array<string> | null;
  day_of_month: number | null;
  at: string;
  time_zone: string;
  owner: {
    id: string;
    username: string;
  } | null;
  is_active: boolean;
  next_at: string | null;
  last_drill: {
    id: string;
    state: string;
    started_at: string;
  } | null;
  failure: {
    at: string;
    why: string;
  } | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type DryRun = {
  policy: string;
  team: {
    id: string;
    name: string;
  };
  severity: Severity;
  at: string;
  rounds: Array<{
    round: number;
    steps: Array<DryRunStep>;
  }>;
  first_call: string | null;
  end: string;
  end_at: string;
};

export type DryRunStep = {
  step: number;
  after: string;
  from_start: string;
  at: string;
  notify: Array<EscalationTarget>;
  channel_kinds: Array<string>;
  users: Array<{
    id: string;
    username: string;
    on_call: boolean;
    how: Array<string>;
    reach: Reach;
  }>;
  channels: Array<{
    id: string;
    name: string;
    channel: string;
    how: Array<string>;
  }>;
  missed: Array<{
    notify: EscalationTarget;
    why: string;
    obstacle?: Obstacle;
    mend?: string;
  }>;
  because?: string;
};

export type Environment = {
  id: string;
  name: string;
  tier: "production" | "staging" | "testing" | "development" | "other";
  patterns: Array<string>;
  version: number;
  created_at: string;
  updated_at: string;
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

export type ErrorBudget = {
  id: string;
  name: string;
  service: {
    id: string;
    name: string;
  };
  target: number;
  days: number;
  blocks: boolean;
  allowed_seconds: number;
  spent_seconds: number;
  is_spent: boolean;
  until: string | null;
  outages: Array<ErrorBudgetOutage>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type ErrorBudgetOutage = {
  id: string;
  short_id: string;
  severity: number;
  from: string;
  until: string | null;
};

export type ErrorBudgetPreview = {
  allowed_seconds: number;
  spent_seconds: number;
  is_spent: boolean;
  until: string | null;
  from: string;
  deployments: number;
  stopped: number;
  stopped_that_failed: number;
  is_whole: boolean;
  latest: Array<{
    id: string;
    environment: string;
    sha: string;
    at: string;
    failed: boolean;
  }>;
};

export type Escalation = {
  runs: Array<EscalationRun>;
  labels: Record<string, string>;
  unpaged?: Unpaged;
};

export type EscalationCall = {
  after: string;
  receiver: string;
  name: string;
  channel: string;
  waits?: string;
};

export type EscalationCandidate = {
  id: string;
  name: string;
  version: number;
};

export type EscalationChoice = {
  severity: Severity;
  chosen: EscalationCandidate | null;
  considered: Array<{
    policy: EscalationCandidate;
    is_chosen: boolean;
    why: string;
  }>;
};

export type EscalationCondition = {
  severities?: Array<string>;
  hours?: {
    time_zone: string;
    windows: Array<{
      days?: Array<string>;
      start: string;
      length: string;
    }>;
  };
  labels?: Array<string>;
};

export type EscalationPolicy = {
  id: string;
  name: string;
  team?: string;
  severities: Array<string>;
  labels?: Array<string>;
  is_default: boolean;
  rounds: number;
  repeat_after: string;
  resume_after?: string;
  steps: Array<EscalationStep>;
  description: string;
  is_active: boolean;
  warnings?: Array<Warning>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type EscalationPolicyVersion = {
  version: number;
  name: string;
  team?: string;
  severities: Array<string>;
  labels?: Array<string>;
  is_default: boolean;
  rounds: number;
  repeat_after: string;
  resume_after?: string;
  steps: Array<EscalationStep>;
  made_at: string;
  made_by: string;
};

export type EscalationRun = {
  run: number;
  policy?: {
    id: string;
    name: string;
    version: number;
  };
  chosen?: Array<Record<string, unknown>>;
  severity: string;
  state: "running" | "acknowledged" | "stopped" | "replaced" | "exhausted";
  started_at: string;
  ended_at?: string;
  ended_by?: string;
  next?: {
    round: number;
    step: number;
    due_at: string;
    pages: Array<string>;
  };
  awaits_last_answer: boolean;
  steps: Array<EscalationStepTaken>;
};

export type EscalationStep = {
  after?: string;
  notify: Array<EscalationTarget>;
  channels?: Array<string>;
  when?: EscalationCondition;
};

export type EscalationStepTaken = {
  round: number;
  step: number;
  status: "notified" | "skipped";
  due_at: string;
  taken_at: string;
  timeline_seq?: number;
  told: Array<EscalationTold>;
  reason?: string;
};

export type EscalationTarget = {
  type: "oncall" | "schedule" | "user" | "team" | "leads" | "manager" | "last_resort" | "team_channels" | "channel" | "scope" | "email";
  user?: string;
  team?: string;
  schedule?: string;
  round_robin?: boolean;
  level?: number;
  contact?: string;
  name?: string;
  email?: string;
  scope?: string;
};

export type EscalationTold = {
  user?: string;
  name: string;
  how: string;
  calls: Array<EscalationCall>;
  unreachable?: string;
  cuts: Array<string>;
  schedules?: Array<string>;
};

export type EventName = "incident.created" | "incident.acknowledged" | "incident.unacknowledged" | "incident.mitigated" | "incident.resolved" | "incident.merged" | "incident.breached" | "incident.reopened" | "incident.escalated" | "incident.updated" | "comment.added" | "post_mortem.published" | "status.incident" | "status.maintenance" | "window.planned" | "window.changed" | "window.started" | "window.ended" | "window.cancelled" | "approval.requested" | "approval.granted" | "approval.refused" | "approval.voided" | "freeze.created" | "freeze.changed" | "freeze.deleted" | "gate.denied";

export type EventWebhook = {
  id: string;
  name: string;
  url: string;
  secret?: string;
  secret_hint: string;
  events: Array<EventName>;
  severities: Array<Severity>;
  teams: Array<string>;
  services: Array<string>;
  is_active: boolean;
  switched_off: {
    at: string;
    why: string;
  } | null;
  health: {
    failures: number;
    failing_since: string | null;
    rests_until: string | null;
    last_success_at: string | null;
    last_error_at: string | null;
    last_error: string | null;
    last_status_code: number | null;
  };
  waiting: number;
  version: number;
  created_at: string;
  updated_at: string;
  warnings?: Array<Warning>;
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
  flags: Array<string>;
  remarks: Array<"gathered" | "rules_gone" | "routed_differently" | "changes_gone">;
  note?: string;
  transitions: Array<Transition>;
  incident: IncidentRef | null;
  held_by: HoldingStorm;
  deliveries: Array<Delivery>;
};

export type Explanation = {
  routing: {
    dropped?: {
      rule: number;
      name: string;
      why: string;
    };
  };
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
    inactive?: boolean;
    failed?: Array<{
      pointer: string;
      condition: string;
      values: Record<string, string | null>;
      local_time?: string;
      error?: string;
    }>;
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
  opening?: {
    title?: string;
    title_rule?: number;
    escalation_policy?: string;
    policy_rule?: number;
    impact_scopes?: Array<string>;
    scopes_rule?: number;
    tags?: Array<{
      tag: string;
      rule: number;
    }>;
    group_wait?: string;
    wait_rule?: number;
    group_interval?: string;
    interval_rule?: number;
    repeat_interval?: string;
    repeat_rule?: number;
    reopen_window?: string;
    reopen_rule?: number;
    mute_times?: Array<string>;
    mute_rule?: number;
    active_times?: Array<string>;
    active_rule?: number;
    recorded_by?: string;
    record_rule?: number;
  };
  enriched?: Array<{
    rule: number;
    table: string;
    version?: number;
    missing?: boolean;
    label?: string;
    key?: string;
    set: Record<string, string>;
  }>;
};

export type Fairness = {
  from: string;
  to: string;
  items: Array<{
    user: UserName;
    time_zone: string;
    shifts: number;
    hours: number;
    night_hours: number;
    weekend_hours: number;
    holiday_hours: number;
    nights: number;
    weekends: number;
    holidays: number;
    pages: number;
    pages_at_night: number;
  }>;
};

export type Fallback = {
  contacts: Array<{
    id: string;
    name: string;
    channel: Channel;
    team: string;
    is_active: boolean;
  }>;
};

export type Findings = {
  until: string;
  changes: number;
  alerts: {
    all: number;
    same: number;
    otherwise: number;
    unknown: number;
    by_field: Record<string, number>;
  };
  incidents: {
    really_opened: number;
    replayed: IncidentsMade;
    simulated: IncidentsMade;
    alike: {
      same: number;
      otherwise: number;
      only_replayed: number;
      only_simulated: number;
      by_field: Record<string, number>;
    };
  };
  pages: Array<{
    team: string;
    severity: Severity;
    escalation_policy: string | null;
    replayed: number;
    simulated: number;
  }>;
  paged: SimulatedPages;
  silences: Array<{
    id: string;
    starts_at: string;
    ends_at: string;
    alerts: number;
    repeats: number;
  }>;
  hidden: {
    replayed: HiddenEpisodes;
    simulated: HiddenEpisodes;
  };
  incident_differences: Array<SimulatedIncident>;
  incident_differences_left_out: number;
  unmatched_rule_count: number;
  unmatched_rules: Array<NamedRule>;
  differences: Array<SimulatedDifference>;
  differences_left_out: number;
  limits: Array<string>;
  took_millis: number;
};

export type Flapping = {
  since: string;
  returns: number;
  resolves_at: string | null;
} | null;

export type FlappingPolicy = {
  is_active: boolean;
  returns: number;
  within: string;
  hold_down: string;
  version: number;
};

export type Forgotten = {
  expires_in: number;
};

export type Freeze = {
  id: string;
  name: string;
  description: string;
  starts_at: string;
  ends_at: string;
  time_zone: string;
  recurrence: string | null;
  except: Array<string>;
  tiers: Array<"production" | "staging" | "testing" | "development" | "other">;
  environments: Array<{
    id: string;
    name: string;
  }>;
  services: Array<{
    id: string;
    name: string;
  }>;
  teams: Array<{
    id: string;
    name: string;
  }>;
  except_services: Array<{
    id: string;
    name: string;
  }>;
  except_repositories: Array<{
    id: string;
    name: string;
  }>;
  observes: boolean;
  emergencies: boolean;
  is_active: boolean;
  state: "in_force" | "ahead" | "over" | "off";
  next: Array<{
    starts_at: string;
    ends_at: string;
  }>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type FreezePreview = {
  next: Array<{
    starts_at: string;
    ends_at: string;
  }>;
  from: string;
  deployments: number;
  stopped: number;
  stopped_that_failed: number;
  is_whole: boolean;
  latest: Array<{
    id: string;
    service: {
      id: string;
      name: string;
    } | null;
    environment: string;
    sha: string;
    at: string;
    failed: boolean;
  }>;
};

export type GateDecision = {
  id: string;
  decision: "allow" | "deny" | "wait";
  computed: "allow" | "deny" | "wait";
  at: string;
  until: string | null;
  retry_after: number | null;
  lease_until: string | null;
  emergency: boolean;
  dry_run: boolean;
  stored: boolean;
  service: {
    id: string | null;
    name: string;
  };
  environment: string;
  tier: "production" | "staging" | "testing" | "development" | "other" | null;
  sha: string;
  ref: string;
  run: {
    id: string;
    url: string;
  };
  incidents: Array<string>;
  asked_by: string;
  reasons: Array<GateReason>;
  overridden: {
    at: string;
    by: string;
    reason: string;
  } | null;
};

export type GateDecisionDetail = {
  id: string;
  decision: "allow" | "deny" | "wait";
  computed: "allow" | "deny" | "wait";
  at: string;
  until: string | null;
  retry_after: number | null;
  lease_until: string | null;
  emergency: boolean;
  dry_run: boolean;
  stored: boolean;
  service: {
    id: string | null;
    name: string;
  };
  environment: string;
  tier: "production" | "staging" | "testing" | "development" | "other" | null;
  sha: string;
  ref: string;
  run: {
    id: string;
    url: string;
  };
  incidents: Array<string>;
  asked_by: string;
  reasons: Array<GateReason>;
  overridden: {
    at: string;
    by: string;
    reason: string;
  } | null;
  known: {
    policy: {
      blocks_open_sev2: boolean;
      blocks_in_progress: boolean;
      blocks_nobody_on_call: boolean;
      production_approvals: number;
      staging_approvals: number;
      when_unavailable: "allow" | "deny" | null;
    };
    freezes: Array<{
      id: string;
      name: string;
      version: number;
      observes: boolean;
      emergencies: boolean;
      from: string;
      until: string;
    }>;
    incidents: Array<{
      id: string;
      short_id: string;
      title: string;
      severity: number;
      since: string;
      service: string;
      is_own: boolean;
    }>;
    in_progress: Array<{
      id: string;
      sha: string;
      since: string;
    }>;
    on_call: number | null;
    deployed_before: string | null;
    budgets: Array<{
      id: string;
      name: string;
      blocks: boolean;
      days: number;
      allowed_seconds: number;
      spent_seconds: number;
      until: string | null;
      incidents: Array<string>;
    }>;
    window: {
      id: string;
      title: string;
      stage: "planned" | "in_progress" | "over";
      is_of_it: boolean;
      is_approved: boolean;
      is_overridden: boolean;
      from: string;
      until: string;
    } | null;
  };
  replayed: {
    decision: "allow" | "deny" | "wait";
    same: boolean;
  } | null;
};

export type GatePolicy = {
  blocks_open_sev2: boolean;
  blocks_in_progress: boolean;
  blocks_nobody_on_call: boolean;
  production_approvals: number;
  staging_approvals: number;
  when_unavailable: "allow" | "deny" | null;
  version: number;
};

export type GateReason = {
  code: "freeze" | "freeze_observed" | "freeze_emergency" | "freeze_ahead" | "open_incident" | "named_incident" | "named_incident_elsewhere" | "deployment_in_progress" | "nobody_on_call" | "rollback" | "window" | "window_elsewhere" | "window_unapproved" | "window_ahead" | "window_over" | "budget_spent" | "gate_timeout";
  subject: string;
  text: string;
  since: string | null;
  until: string | null;
  link: string | null;
  blocking: boolean;
  cure: string | null;
};

export type GateReplay = {
  from: string;
  to: string;
  replayed: number;
  by_other_rules: number;
  differing: Array<string>;
  is_whole: boolean;
};

export type GateSummary = {
  from: string;
  to: string;
  allowed: number;
  denied: number;
  waiting: number;
  overridden: number;
  emergencies: number;
  production_deployments: number;
  ungated: number;
};

export type Grant = {
  id: string;
  grantee: Holder;
  permission: string;
  team: Named | null;
  from: string;
  until: string | null;
  reason: string;
  made_by: string;
  made_at: string;
  ended_by: string | null;
  ended_at: string | null;
};

export type HandOverNote = {
  id: string;
  level: number;
  user: UserName;
  hand_over: string;
  note: string;
  made_at: string;
};

export type Heartbeat = {
  id: string;
  name: string;
  service: {
    id: string;
    name: string;
  };
  severity: Severity;
  beats_by: "ping" | "alert" | "source";
  interval: string;
  grace: string;
  matchers: Array<string>;
  source: {
    id: string;
    name: string;
  } | null;
  least_per_hour: number;
  is_active: boolean;
  state: "waiting" | "alive" | "late" | "silent" | "failed" | "off";
  since: string;
  last_beat_at: string | null;
  next_due_at: string | null;
  silent_at: string | null;
  last_run: {
    id: string | null;
    started_at: string | null;
    failed_at: string | null;
    seconds: number | null;
  } | null;
  pings: number;
  key_hint: string | null;
  incident: {
    id: string;
    short_id: string;
  } | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type HeartbeatKey = {
  key: string;
  hint: string;
  path: string;
};

export type HiddenBy = {
  kind: "suppressed" | "incident_resolved" | "silence" | "maintenance" | "inhibition" | "waiting" | "time" | "recorded";
  id: string | null;
  version?: number;
  until?: string;
  by?: string;
  outside?: boolean;
  name?: string;
};

export type HiddenEpisodes = {
  all: number;
  maintenance: number;
  inhibition: number;
  time: number;
  silence: number;
  recorded: number;
};

export type HidingWarning = {
  kind: "matches_nothing" | "hides_sev1" | "long" | "not_looked" | "equal_to_all";
  detail: string;
};

export type HitRate = {
  from: string;
  to: string;
  incidents: number;
  confirmed: number;
  first: HitRatePart;
  first_three: HitRatePart;
  most_recent: HitRatePart;
  not_listed: HitRatePart;
};

export type HitRatePart = {
  count: number;
  rate: number | null;
};

export type Holder = {
  kind: "user" | "service_account" | "token";
  id: string;
  name: string | null;
};

export type HoldingStorm = {
  id: string;
  short_id: string;
  since: string;
} | null;

export type HolidayCalendar = {
  id: string;
  name: string;
  days: Array<{
    day: string;
    name: string;
  }>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type HoursOfDay = {
  start_time: string;
  end_time: string;
};

export type Impact = {
  service: Named;
  likely_causes: Array<ImpactService>;
  affected: Array<ImpactService>;
  is_cut: boolean;
};

export type ImpactIncident = {
  id: string;
  short_id: string;
  title: string;
  severity: Severity;
  status: IncidentStatus;
};

export type ImpactService = {
  service: Named;
  tier: "TIER_1_CRITICAL" | "TIER_2" | "TIER_3";
  owner_team: Named;
  open_count: number;
  open_incidents: Array<ImpactIncident>;
  path: Array<Named>;
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
  tags: Array<IncidentTag>;
  severity: Severity;
  priority: "P1" | "P2" | "P3" | "P4";
  status: IncidentStatus;
  is_critical: boolean;
  is_open: boolean;
  origin: "alert" | "api" | "heartbeat" | "storm";
  group_key: string | null;
  auto_resolve: boolean;
  lead: string | null;
  lead_id: string | null;
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
  ended_by: "person" | "alerts" | "timeout" | "storm" | "merged" | null;
  merged_into: string | null;
  snoozed_until: string | null;
  is_test: boolean;
  unrouted: UnroutedMark | null;
  reopen_count: number;
  alert_count: number;
  firing_count: number;
  version: number;
  escalation?: {
    paged: {
      names: Array<string>;
      at: string;
    } | null;
    next: {
      names: Array<string>;
      due_at: string;
    } | null;
  };
};

export type IncidentCause = {
  key: string;
  label: string;
  parent: string | null;
  chosen_by: string;
  chosen_at: string;
};

export type IncidentClock = {
  kind: "response" | "resolution";
  cycle: number;
  state: "running" | "held" | "ended" | "merged";
  aim: string;
  goal: string | null;
  started_at: string;
  consumed: string;
  due_at: string | null;
  half_at: string | null;
  ended_at: string | null;
  outcome: "met" | "breached" | "breached_by_change" | null;
  breached_at: string | null;
  noticed_at: string | null;
  hold: ClockHold | null;
  pieces: Array<ClockPiece> | null;
  forecast: ClockForecast | null;
};

export type IncidentClocks = {
  clocks: Array<IncidentClock>;
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
  tags: Array<IncidentTag>;
  severity: Severity;
  priority: "P1" | "P2" | "P3" | "P4";
  status: IncidentStatus;
  is_critical: boolean;
  is_open: boolean;
  origin: "alert" | "api" | "heartbeat" | "storm";
  group_key: string | null;
  auto_resolve: boolean;
  lead: string | null;
  lead_id: string | null;
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
  ended_by: "person" | "alerts" | "timeout" | "storm" | "merged" | null;
  merged_into: string | null;
  snoozed_until: string | null;
  is_test: boolean;
  unrouted: UnroutedMark | null;
  reopen_count: number;
  alert_count: number;
  firing_count: number;
  version: number;
  alerts: Array<Alert>;
  timeline: Array<TimelineLine>;
  flapping: Flapping;
  storm: StormOfIncident;
  clocks: Array<{
    kind: "response" | "resolution";
    cycle: number;
    state: "running" | "held" | "ended" | "merged";
    due_at: string | null;
    ended_at: string | null;
    breached_at: string | null;
  }>;
  fields: Array<IncidentFieldValue>;
  missing_fields: Array<MissingIncidentField>;
  cause: IncidentCause | null;
  impact: IncidentImpact | null;
  growth_due_at: string | null;
};

export type IncidentFacets = {
  as_of: AsOf;
  facets: Array<{
    by: "status" | "severity" | "service" | "team" | "tag";
    values: Array<{
      value: string;
      count: number;
    }>;
    others: {
      values: number;
      count: number;
    };
  }>;
};

export type IncidentField = {
  id: string;
  key: string;
  label: string;
  description: string;
  type: "text" | "number" | "boolean" | "date" | "instant" | "url" | "user" | "team" | "service" | "select" | "multi_select";
  required_at: "none" | "create" | "resolve";
  options: Array<IncidentFieldOption>;
  archived_options: Array<IncidentFieldOption>;
  is_archived: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type IncidentFieldOption = {
  id: string;
  label: string;
};

export type IncidentFieldValue = {
  key: string;
  label: string;
  type: "text" | "number" | "boolean" | "date" | "instant" | "url" | "user" | "team" | "service" | "select" | "multi_select";
  value: string | number | boolean | Array<string>;
  text: string;
  is_archived: boolean;
};

export type IncidentImpact = {
  version: number;
  started_at: string | null;
  ended_at: string | null;
  duration_seconds: number | null;
  set_by: string;
  set_by_id: string | null;
  set_at: string;
};

export type IncidentItems = {
  items: Array<Item>;
};

export type IncidentLink = {
  id: string;
  kind: IncidentLinkKind;
  incident: LinkedIncident | null;
  at: string;
  by: string;
};

export type IncidentLinkKind = "parent_of" | "child_of" | "caused_by" | "cause_of" | "duplicate_of" | "duplicated_by" | "follows" | "followed_by" | "related";

export type IncidentLinks = {
  items: Array<IncidentLink>;
  open_children: Array<string>;
};

export type IncidentObligations = {
  items: Array<Obligation>;
};

export type IncidentParticipant = {
  id: string;
  name: string;
  first_at: string;
  last_at: string;
  entries: number;
};

export type IncidentRef = {
  id: string;
  short_id: string;
};

export type IncidentRole = {
  role: IncidentRoleName;
  holder: RoleHolder | null;
  is_vacant: boolean;
  since: string | null;
  given_by: string | null;
};

export type IncidentRoleName = "commander" | "operations" | "communications" | "scribe";

export type IncidentRoles = {
  roles: Array<IncidentRole>;
  past: Array<PastIncidentRole>;
  participants: Array<IncidentParticipant>;
};

export type IncidentRunbook = {
  runbook: AttachedRunbook | null;
  service_runbook_url: string | null;
  version: number;
};

export type IncidentRunbookStep = {
  step: number;
  title: string;
  description: string | null;
  command: string | null;
  expected_duration_minutes: number;
  is_critical: boolean;
  requires_confirmation: boolean;
  rollback_instructions: string | null;
  state: "pending" | "done" | "skipped" | "failed";
  executor: string | null;
  executor_id: string | null;
  changed_at: string | null;
  note: string;
};

export type IncidentStatus = "TRIGGERED" | "ACKNOWLEDGED" | "MITIGATED" | "RESOLVED";

export type IncidentTag = {
  id: string;
  name: string;
  color: string;
  added_by: string;
  added_at: string;
  is_auto_applied: boolean;
};

export type IncidentsMade = {
  opened: number;
  reopened: number;
  resolved: number;
  held: number;
  umbrellas: number;
  told_again: number;
};

export type InhibitRule = {
  id: string;
  name: string;
  source_matchers: Array<string>;
  target_matchers: Array<string>;
  equal: Array<string>;
  wait: string;
  is_active: boolean;
  hides_now: number;
  hid_in_all: number;
  version: number;
  created_at: string;
  updated_at: string;
  warnings: Array<HidingWarning>;
};

export type Installation = {
  public_url: string | null;
  gateway_url: string | null;
  gateway_port: number | null;
};

export type Invitation = {
  id: string;
  code: string;
  expires_at: string;
  mailed: boolean;
};

export type InvitationUse = {
  makes_account: boolean;
  username: string | null;
};

export type Item = {
  id: string;
  key: string;
  kind: "task" | "backlog_item";
  title: string;
  description: string;
  status: {
    id: string;
    name: string;
    category: "todo" | "doing" | "done" | "dropped";
  };
  category: "corrective" | "preventive" | "follow_up" | null;
  priority: "urgent" | "high" | "medium" | "low";
  owner: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  owner_team: {
    id: string;
    name: string;
  } | null;
  incident: {
    id: string;
    short_id: string;
    title: string;
    status: "TRIGGERED" | "ACKNOWLEDGED" | "MITIGATED" | "RESOLVED";
    team: {
      id: string;
      name: string;
    };
  } | null;
  section: string | null;
  due_at: string | null;
  is_overdue: boolean;
  done_at: string | null;
  dropped_reason: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
  transitions: Array<ItemTransition>;
  tracker: ItemTracker | null;
  version: number;
};

export type ItemEvent = {
  seq: number;
  name: "created" | "title" | "description" | "category" | "priority" | "owner" | "owner_team" | "due_at" | "section" | "status" | "tracker";
  from: string | null;
  to: string | null;
  reason: string | null;
  author: string;
  at: string;
};

export type ItemTracker = {
  provider: {
    id: string;
    name: string;
  } | null;
  type: string;
  state: "creating" | "linked" | "failed" | "gone";
  key: string | null;
  url: string | null;
  issue_state: string | null;
  read_at: string | null;
  error: string | null;
};

export type ItemTransition = {
  to: string;
  name: string;
  category: "todo" | "doing" | "done" | "dropped";
  guards: Array<"owner_set" | "due_set" | "reason_given" | "permission">;
};

export type JudgedBy = {
  by: string;
  at: string;
  why: string;
};

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

export type Layer = {
  name: string;
  level?: number;
  priority?: number;
  time_zone?: string;
  start: string;
  every: string;
  slots: Array<Slot>;
  counted?: "all" | "worked";
  after_absence?: "takes_next" | "lost";
  holidays?: {
    calendar: string;
    turn?: "passes" | "rests";
  } | null;
  hours?: Array<{
    days?: Array<"monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday">;
    start: string;
    length: string;
  }>;
  until?: string | null;
  since?: number;
  first?: number;
};

export type Ledger = {
  accepted: number;
  opened: number;
  deduplicated: number;
  resolved: number;
  reopened: number;
  suppressed: number;
  stale: number;
  dead_lettered: number;
  dropped: number;
  change: number;
  action: number;
  imbalance: number;
  items: Array<{
    source: string;
    source_name: string | null;
    minute: string;
    accepted: number;
    opened: number;
    deduplicated: number;
    resolved: number;
    reopened: number;
    suppressed: number;
    stale: number;
    dead_lettered: number;
    dropped: number;
    change: number;
    action: number;
    imbalance: number;
  }>;
  next: string | null;
  note?: string;
};

export type LettersReplayed = {
  dry_run: boolean;
  looked: number;
  replayed: number;
  ids: Array<string>;
  left: Array<{
    reason: string;
    count: number;
    ids: Array<string>;
  }>;
  stopped: string | null;
  remaining: number;
  next: string | null;
};

export type LinkedIncident = {
  id: string;
  short_id: string;
  title: string;
  severity: Severity;
  status: IncidentStatus;
};

export type LogInSettings = {
  totp_required_from: "nobody" | "viewer" | "responder" | "operator" | "tenant_admin";
};

export type LookupTable = {
  id: string;
  name: string;
  description: string;
  key_column: string;
  columns: Array<string>;
  rows: Array<Record<string, string>>;
  row_count: number;
  content: number;
  version: number;
  created_at: string;
  updated_at: string;
};

export type MaintenanceImported = {
  windows: Array<MaintenanceWindow>;
  left: Array<{
    uid: string;
    summary: string;
    why: string;
  }>;
};

export type MaintenancePreview = {
  next: Array<{
    starts_at: string;
    ends_at: string;
    silence: string | null;
    has_ended: boolean;
  }>;
  count: number;
  exact: boolean;
  alerts: Array<{
    fingerprint: string;
    name: string;
    severity: Severity;
    service: string | null;
    labels: Record<string, string>;
  }>;
  warnings: Array<HidingWarning>;
};

export type MaintenanceWindow = {
  id: string;
  name: string;
  comment: string;
  matchers: Array<string>;
  services: Array<{
    id: string;
    name: string;
  }>;
  starts_at: string;
  time_zone: string;
  duration: string;
  ends_by_clock?: boolean;
  recurrence: string | null;
  except: Array<string>;
  hides_sev1: boolean;
  is_active: boolean;
  state: "under_way" | "ahead" | "over" | "off";
  hides_now: number;
  next: Array<{
    starts_at: string;
    ends_at: string;
    silence: string | null;
    has_ended: boolean;
  }>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type MeasuredComponent = {
  component: {
    id: string;
    name: string;
  };
  last: {
    outcome: "up" | "down" | "unknown";
    at: string;
    took_ms: number | null;
    reason: string | null;
  } | null;
  uptime: StatusUptime;
};

export type Meeting = {
  id: string;
  title: string;
  kind: "daily" | "sprint_planning" | "retrospective" | "review" | "technical" | "other";
  description: string;
  starts_at: string;
  duration: string;
  time_zone: string;
  recurrence: string | null;
  except: Array<string>;
  team: {
    id: string;
    name: string;
  } | null;
  participants: Array<{
    id: string;
    username: string;
  }>;
  link: string;
  tags: Array<string>;
  remind_before: Array<string>;
  follows: string | null;
  created_by: string;
  next: Array<MeetingTime>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type MeetingDetail = {
  id: string;
  title: string;
  kind: "daily" | "sprint_planning" | "retrospective" | "review" | "technical" | "other";
  description: string;
  starts_at: string;
  duration: string;
  time_zone: string;
  recurrence: string | null;
  except: Array<string>;
  team: {
    id: string;
    name: string;
  } | null;
  participants: Array<{
    id: string;
    username: string;
  }>;
  link: string;
  tags: Array<string>;
  remind_before: Array<string>;
  follows: string | null;
  created_by: string;
  next: Array<MeetingTime>;
  version: number;
  created_at: string;
  updated_at: string;
  recent: Array<MeetingTime>;
  booked_twice: Array<{
    user: {
      id: string;
      username: string;
    };
    meeting: string;
    title: string;
    starts_at: string;
    ends_at: string;
  }>;
};

export type MeetingTime = {
  planned_for: string;
  starts_at: string;
  ends_at: string;
  title: string;
  description: string;
  notes: string;
  is_cancelled: boolean;
  is_changed: boolean;
};

export type Member = {
  user: {
    id: string;
    username: string;
    first_name: string;
    last_name: string;
  };
  role: "member" | "lead";
  added_at: string;
};

export type MergeLine = {
  incident: MergedIncident;
  at: string;
  by: string;
  undo_until: string | null;
};

export type MergeOutcome = {
  target: MergedIncident;
  sources: Array<MergedIncident>;
  alerts: number;
  raises_to: "SEV1_CRITICAL" | "SEV2_HIGH" | "SEV3_MEDIUM" | "SEV4_LOW" | null;
  starts_paging: boolean;
  notifies: Array<string>;
  undo_until: string;
  is_preview: boolean;
};

export type MergedIncident = {
  id: string;
  short_id: string;
  title: string;
  severity: Severity;
  status: IncidentStatus;
};

export type Merges = {
  into: MergeLine | null;
  from: Array<MergeLine>;
};

export type MessageForm = {
  name: string;
  about: string;
  longest_source: number;
  longest: number;
};

export type MessageKind = {
  name: string;
  inherits: string | null;
  about: string;
};

export type MessageLanguage = {
  language: string;
  version: number;
};

export type MessagePreview = {
  text: string;
  length: number;
  faults: Array<string>;
};

export type MessageTemplate = {
  language: string;
  kind: string;
  form: string;
  origin: "own" | "shipped";
  source: string;
  shipped: string;
  version: number;
};

export type MessageTemplateVersion = {
  version: number;
  source: string | null;
  made_at: string;
  made_by: string;
};

export type MessageTemplates = {
  languages: Array<string>;
  kinds: Array<MessageKind>;
  forms: Array<MessageForm>;
  own: Array<OwnMessageTemplate>;
};

export type MessageVariable = {
  name: string;
  type: "text" | "flag" | "list";
  about: string;
  members: Array<string>;
  of_mails: boolean;
};

export type MetricAlerts = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  granularity: "minute" | "hour";
  total: number;
  deduplicated_share: number | null;
  items: Array<{
    from: string;
    to: string;
    accepted: number;
    opened: number;
    deduplicated: number;
    resolved: number;
    reopened: number;
    suppressed: number;
    stale: number;
    dead_lettered: number;
    dropped: number;
    change: number;
    action: number;
  }>;
};

export type MetricDefinition = {
  figure: "incidents" | "tta" | "ttr" | "percentiles";
  rule: string;
  text: string;
};

export type MetricHeatmap = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  total: number;
  items: Array<{
    weekday: number;
    hours: Array<number>;
  }>;
};

export type MetricNoise = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  total: {
    incidents: number;
    alerts: number;
    resolved: number;
    unacknowledged: number;
    brief: number;
    reopened: number;
    alerts_per_incident: number | null;
    unacknowledged_share: number | null;
  };
  items: Array<{
    service: {
      id: string;
      name: string;
    };
    team: {
      id: string;
      name: string;
    };
    incidents: number;
    alerts: number;
    resolved: number;
    unacknowledged: number;
    brief: number;
    reopened: number;
    alerts_per_incident: number | null;
    unacknowledged_share: number | null;
  }>;
};

export type MetricPeople = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  whole: boolean;
  weeks: Array<string>;
  items: Array<{
    user: {
      id: string;
      username: string;
    };
    assigned: number;
    in_progress: number;
    closed: number;
    closed_by_week: Array<number>;
    acknowledged: number;
    mtta_seconds: number | null;
    pages: number | null;
    pages_at_night: number | null;
  }>;
};

export type MetricPoint = {
  from: string;
  to: string;
  incidents: number;
  sev1: number;
  sev2: number;
  sev3: number;
  sev4: number;
  tta: null | MetricTimes;
  ttr: null | MetricTimes;
  mtta_seconds: number | null;
  mttr_seconds: number | null;
};

export type MetricServices = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  total: number;
  items: Array<{
    service: {
      id: string;
      name: string;
    };
    team: {
      id: string;
      name: string;
    };
    incidents: number;
    severe: number;
    sev1: number;
    sev2: number;
    sev3: number;
    sev4: number;
    mtta_seconds: number | null;
    mttr_seconds: number | null;
  }>;
  definitions: Array<MetricDefinition>;
};

export type MetricSummary = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  total: number;
  by_severity: {
    SEV1_CRITICAL: number;
    SEV2_HIGH: number;
    SEV3_MEDIUM: number;
    SEV4_LOW: number;
  };
  by_status: {
    TRIGGERED: number;
    ACKNOWLEDGED: number;
    MITIGATED: number;
    RESOLVED: number;
  };
  by_end: {
    person: number;
    alerts: number;
    timeout: number;
    storm: number;
    unknown: number;
  };
  tta: MetricTimes;
  never_acknowledged: {
    incidents: number;
    of: number;
    share: number | null;
  };
  tta_with_resolutions: {
    incidents: number;
    mean_seconds: number | null;
  };
  ttr: MetricTimes;
  ttr_by_persons: MetricTimes;
  ttr_by_alerts: MetricTimes;
  resolved: number;
  open: number;
  open_by_severity: {
    SEV1_CRITICAL: number;
    SEV2_HIGH: number;
    SEV3_MEDIUM: number;
    SEV4_LOW: number;
  };
  unacknowledged: number;
  today: {
    date: string;
    created: number;
    resolved: number;
  };
  previous: null | {
    from: string;
    to: string;
    total: number;
    resolved: number;
    tta: MetricTimes;
    ttr: MetricTimes;
  };
  change: null | {
    total: number | null;
    severe: number | null;
    resolved: number | null;
    tta_mean: number | null;
    tta_p50: number | null;
    tta_p90: number | null;
    ttr_mean: number | null;
    ttr_p50: number | null;
    ttr_p90: number | null;
  };
  targets: Array<{
    name: "open_severe_incidents" | "mean_time_to_resolve_seconds" | "median_time_to_acknowledge_seconds" | "median_time_to_resolve_seconds";
    value: number | null;
    below: number;
    met: boolean | null;
  }>;
  excluded: {
    merged: number;
    storm: number;
    test: number;
  };
  definitions: Array<MetricDefinition>;
};

export type MetricTimes = {
  incidents: number;
  p50_seconds: number | null;
  p90_seconds: number | null;
  mean_seconds: number | null;
};

export type MetricTrend = {
  as_of: AsOf;
  from: string;
  to: string;
  time_zone: string;
  complete_since: string | null;
  complete: boolean;
  granularity: "minute" | "hour" | "day" | "week";
  total: number;
  items: Array<MetricPoint>;
  series: Array<{
    id: string | null;
    name: string | null;
    incidents: number;
    items: Array<MetricPoint>;
  }>;
  definitions: Array<MetricDefinition>;
};

export type MetricsSettings = {
  by_person: boolean;
  open_severe_incidents: number | null;
  mean_time_to_resolve_seconds: number | null;
  median_time_to_acknowledge_seconds: number | null;
  median_time_to_resolve_seconds: number | null;
  version: number;
};

export type MissingIncidentField = {
  key: string;
  label: string;
};

export type Named = {
  id: string;
  name: string | null;
};

export type NamedRule = {
  index: number;
  name: string;
};

export type NewCalendarFeed = {
  id: string;
  kind: "schedule" | "team" | "user" | "events" | "team_events" | "user_events" | "environment_events";
  subject: string;
  of: string;
  path: string;
  hint: string;
};

export type NewSourceKey = {
  id: string;
  key: string;
  hint: string;
  created_at: string;
  expires_at: string | null;
};

export type NewToken = {
  id: string;
  name: string;
  token: string;
  hint: string;
  role: string;
  scopes: Array<"read" | "write" | "admin">;
  owner: Holder;
  created_by: string;
  created_at: string;
  expires_at: string | null;
};

export type NotificationMatrix = {
  rows: Array<{
    severity: Severity;
    chat: string;
    email: string;
    sms: string;
    voice: string;
  }>;
  version: number;
};

export type NotificationRules = {
  rules: Array<{
    urgency: "high" | "low";
    after: string;
    contact: {
      id: string;
      name: string;
      channel: Channel;
      is_verified: boolean;
      is_active: boolean;
    };
  }>;
  quiet_hours: {
    from: string;
    until: string;
    days?: Array<"monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday">;
  } | null;
  version: number;
};

export type Obligation = {
  id: string;
  incident: {
    id: string;
    short_id: string;
    title: string;
    status: IncidentStatus;
    merged_into: string | null;
  };
  regime: string;
  regime_name: string;
  regime_version: number;
  source: string;
  source_url: string;
  scope: {
    id: string;
    name: string;
  } | null;
  owner: {
    id: string;
    username: string;
  } | null;
  time_zone: string;
  opened_at: string;
  opened_by: string;
  state: "open" | "overdue" | "closed";
  next_due_at: string | null;
  closed_at: string | null;
  detected_at: string;
  aware_at: string | null;
  classified_at: string | null;
  measure_available_at: string | null;
  handled_at: string | null;
  history: Array<{
    fact: "aware_at" | "classified_at" | "measure_available_at" | "handled_at";
    at: string | null;
    reason: string | null;
    author: string;
    recorded_at: string;
  }>;
  stages: Array<ObligationStage>;
};

export type ObligationStage = {
  id: string;
  name: string;
  state: "pending" | "running" | "overdue" | "submitted" | "submitted_late" | "not_required" | "impossible";
  due_at: string | null;
  remind_at: string | null;
  rolled_from: string | null;
  because: Array<{
    anchor: "awareness" | "classification" | "submission" | "last_submission" | "measure_available" | "handled";
    stage: string | null;
    length: {
      amount: number;
      unit: "hours" | "days" | "months";
    };
    from: string | null;
    due_at: string | null;
    counts: boolean;
  }>;
  submissions: Array<{
    at: string;
    authority: string;
    reference: string;
    submitted_by: string;
    document: string;
    document_sha256: string;
    reason: string | null;
    author: string;
    recorded_at: string;
  }>;
  waiver: {
    kind: "not_required" | "impossible";
    reason: string;
    author: string;
    recorded_at: string;
  } | null;
};

export type Obstacle = "no_account" | "no_contact" | "not_verified" | "switched_off" | "no_provider";

export type OnCall = {
  at: string;
  users: Array<{
    id: string;
    username: string;
    reach?: Reach;
  }>;
  can_be_called?: boolean;
  level?: number;
  because: "schedule" | "current" | "manager" | "tenant" | "nobody";
  asked: Array<{
    link: "schedule" | "current" | "manager" | "tenant";
    users: Array<UserName>;
    inactive: Array<UserName>;
    away?: Array<UserName>;
  }>;
  notes?: Array<HandOverNote>;
  shifts: Array<Shift>;
};

export type OnCallTeams = {
  items: Array<{
    team: {
      id: string;
      name: string;
    };
    on_call: OnCall;
  }>;
  next: string | null;
};

export type OpenedBody = {
  receipt: string;
  received_at: string;
  dialect: string;
  size: number;
  alerts: number;
  dead_letters: number;
  body_text?: string;
  body_base64?: string;
};

export type OpenedIncident = {
  title: string;
  service: Named;
  severity: Severity;
  escalation_policy: string | null;
  impact_scopes: Array<string>;
  group_wait: string | null;
  group_interval: string | null;
  repeat_interval: string | null;
  is_held: boolean;
  first_told_at: string | null;
};

export type OwnMessageTemplate = {
  language: string;
  kind: string;
  form: string;
  version: number;
  made_at: string;
  made_by: string;
};

export type OwnShift = {
  schedule: string;
  schedule_name: string;
  level: number;
  from: string;
  until: string;
};

export type PageReasons = {
  user: string;
  username: string;
  paged: boolean;
  because: Array<string>;
  pages: Array<SentPage>;
};

export type PagedIncident = {
  opened_at: string;
  group_key: string;
  title: string;
  was: Array<PagedRecipient> | null;
  would: Array<PagedRecipient> | null;
};

export type PagedRecipient = {
  kind: "person" | "channel" | "console";
  id: string;
  name: string | null;
  channel: string | null;
  is_gone: boolean;
  first_at: string;
  pages: number;
};

export type PagedTimes = {
  pages: number;
  at_night: number | null;
  first_at: string | null;
  by_severity: Record<string, number>;
};

export type PastIncidentRole = {
  role: IncidentRoleName;
  holder: RoleHolder;
  from: string;
  until: string;
  ended_by: string;
};

export type PlannedAmount = {
  items: number;
  points: number;
};

export type PostMortem = {
  id: string;
  incident: {
    id: string;
    short_id: string;
    title: string;
    severity: Severity;
    status: "TRIGGERED" | "ACKNOWLEDGED" | "MITIGATED" | "RESOLVED";
    service: {
      id: string;
      name: string;
    };
    team: {
      id: string;
      name: string;
    };
    resolved_at: string | null;
    merged_into: string | null;
  };
  state: "draft" | "review" | "published" | "not_needed";
  number: number;
  duty: "sev1" | "sev2_with_scope" | "escalation_step_4" | null;
  due_at: string | null;
  is_overdue: boolean;
  is_suspended: boolean;
  owner: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  reviewer: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  last_editor: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  not_needed_reason: string | null;
  published: {
    number: number;
    published_at: string;
    published_by: string;
  } | null;
  state_at: string;
  state_by: string;
  created_at: string;
  created_by: string;
  updated_at: string;
  version: number;
};

export type PostMortemEdition = {
  number: number;
  published_at: string;
  published_by: string;
  sha256: string;
};

export type PostMortemSection = {
  section: "summary" | "impact" | "root_cause" | "contributing_factors" | "went_well" | "went_badly";
  text: string;
  revision: number;
  edited_at: string | null;
  edited_by: string | null;
};

export type PostMortemText = {
  id: string;
  incident: {
    id: string;
    short_id: string;
    title: string;
    severity: Severity;
    status: "TRIGGERED" | "ACKNOWLEDGED" | "MITIGATED" | "RESOLVED";
    service: {
      id: string;
      name: string;
    };
    team: {
      id: string;
      name: string;
    };
    resolved_at: string | null;
    merged_into: string | null;
  };
  state: "draft" | "review" | "published" | "not_needed";
  number: number;
  duty: "sev1" | "sev2_with_scope" | "escalation_step_4" | null;
  due_at: string | null;
  is_overdue: boolean;
  is_suspended: boolean;
  owner: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  reviewer: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  last_editor: {
    id: string;
    username: string;
    is_active: boolean;
  } | null;
  not_needed_reason: string | null;
  published: {
    number: number;
    published_at: string;
    published_by: string;
  } | null;
  state_at: string;
  state_by: string;
  created_at: string;
  created_by: string;
  updated_at: string;
  version: number;
  sections: Array<PostMortemSection>;
  timeline: Citations;
};

export type PostedEvent = {
  id: string;
  webhook: string;
  incident: string | null;
  event: string;
  status: "pending" | "sending" | "sent" | "dead" | "cancelled";
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  created_at: string;
  finished_at: string | null;
};

export type PostedEventDetail = {
  id: string;
  webhook: string;
  incident: string | null;
  event: string;
  status: "pending" | "sending" | "sent" | "dead" | "cancelled";
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  created_at: string;
  finished_at: string | null;
  payload: Record<string, unknown>;
  attempt_log: Array<{
    attempt: number;
    at: string;
    outcome: "accepted" | "retry" | "refused";
    status_code: number | null;
    error: string | null;
    duration_ms: number;
  }>;
};

export type Precursor = {
  by: string;
  value: string;
  changes: number;
  incidents: number;
  share: number;
  lowest_share: number;
  base_rate: number;
  lift: number;
};

export type Preferences = {
  theme: "system" | "light" | "dark" | null;
  locale: string | null;
  time_zone: string | null;
  density: "comfortable" | "compact" | null;
  keys: boolean | null;
  times: "relative" | "absolute" | null;
  checklist: boolean | null;
  version: number;
};

export type PresentPerson = {
  id: string;
  username: string;
  name: string | null;
  state: "looking" | "writing";
};

export type PrivacyFindings = {
  erased: Array<{
    table: string;
    columns: string;
    rows: number;
  }>;
  mentions: Array<{
    table: string;
    column: string;
    key: Record<string, unknown>;
    path: string | null;
  }>;
  is_live: boolean;
};

export type PrivacyRequest = {
  id: string;
  kind: "access" | "portability" | "rectification" | "erasure" | "objection" | "restriction";
  subject: {
    id: string;
    username: string;
  } | null;
  email: string | null;
  note: string;
  state: "open" | "erasing" | "done" | "refused" | "withdrawn";
  is_overdue: boolean;
  received_at: string;
  due_at: string;
  extended_at: string | null;
  extension_reason: string | null;
  requested_by: {
    id: string;
    username: string;
  } | null;
  requested_at: string;
  confirmed_by: {
    id: string;
    username: string;
  } | null;
  confirmed_at: string | null;
  closed_by: {
    id: string;
    username: string;
  } | null;
  closed_at: string | null;
  outcome_note: string | null;
  proof_sha256: string | null;
  export: {
    made_at: string;
    until: string;
    bytes: number;
  } | null;
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
  state?: string;
  confirmation?: string;
  confirm_until?: string;
  changes?: Array<{
    by: string;
    at: string;
    type: string;
    message: string;
  }>;
  current?: string;
  possible?: Array<string>;
};

export type Provider = {
  id: string;
  name: string;
  type: ProviderType;
  channel: Channel;
  hook: string;
  config: Record<string, unknown>;
  priority: number;
  concurrency: number;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type ProviderCredits = {
  left: number | null;
  read_at: string | null;
  low_since: string | null;
  error: string | null;
};

export type ProviderHealth = {
  provider: string;
  status: "ok" | "failing" | "unknown";
  circuit: "closed" | "half_open" | "open";
  last_success_at: string | null;
  last_error_at: string | null;
  last_error: string | null;
  last_status_code: number | null;
  tried_version: number | null;
  credits: ProviderCredits | null;
};

export type ProviderType = "ntfy" | "tracker";

export type ProviderTypeInfo = {
  type: ProviderType;
  channel: Channel;
  title: string;
  address: string;
  schema: Record<string, unknown>;
};

export type PublicationOfIncident = {
  is_proposed: boolean;
  components: Array<{
    id: string;
    name: string;
  }>;
  published: Array<PublishedIncident>;
};

export type PublishedIncident = {
  id: string;
  incident: string | null;
  title: string;
  impact: "operational" | "maintenance" | "degraded" | "partial_outage" | "major_outage";
  state: "investigating" | "identified" | "monitoring" | "resolved";
  components: Array<{
    id: string;
    name: string;
  }>;
  updates: Array<{
    state: "investigating" | "identified" | "monitoring" | "resolved";
    message: string;
    author: string;
    at: string;
  }>;
  started_at: string;
  resolved_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
};

export type QrPicture = {
  size: number;
  path: string;
};

export type QueuedCode = {
  delivery: string;
  expires_at: string;
};

export type Reach = {
  can_be_called: boolean;
  by: Array<{
    channel: string;
    after: string;
    waits?: "grouped" | "daily" | "weekly";
  }>;
  why?: string;
  obstacle?: Obstacle;
  mend?: string;
};

export type Reachability = {
  severity: Severity;
  items: Array<{
    user: UserName;
    can_be_called: boolean;
    by: Array<{
      channel: string;
      after: string;
      waits?: "grouped" | "daily" | "weekly";
    }>;
    why?: string;
    obstacle?: Obstacle;
    mend?: string;
  }>;
};

export type ReassignedIncidents = {
  moved: Array<string>;
  refused: Array<string>;
  left: number;
};

export type Receipt = {
  receipt: string;
  received_at: string;
  kept: boolean;
  alerts?: Array<{
    fingerprint: string | null;
    disposition: string;
    transition: string | null;
    severity: Severity | null;
    episode: number | null;
    incident: IncidentRef | null;
    dead_letter: string | null;
    event: string | null;
    reason: string | null;
  }>;
};

export type RecentBody = {
  receipt: string;
  received_at: string;
  dialect: string;
  size: number;
  alerts: number;
  dead_letters: number;
  is_kept: boolean;
};

export type Recount = {
  balanced: boolean;
  counted_at: string;
  since: string | null;
  took_ms: number;
  differences: number;
  items: Array<{
    source: string | null;
    source_name: string | null;
    minute: string | null;
    figure: "opened" | "reopened" | "resolved" | "dead_lettered" | "dropped" | "change" | "action" | "deduplicated" | "stale" | "suppressed" | "imbalance";
    in_ledger: number;
    recounted: number;
  }>;
};

export type RecoveryCodes = {
  recovery_codes: Array<string>;
};

export type Regime = {
  id: string;
  name: string;
  about: string;
  version: number;
  applies_from: string;
  as_of: string;
  source: string;
  source_url: string;
  stages: Array<{
    id: string;
    name: string;
  }>;
};

export type Regimes = {
  items: Array<Regime>;
};

export type Registered = {
  user: string;
  username: string;
  tenant: string;
};

export type Replayed = {
  dry_run: boolean;
  looked: number;
  replayed: number;
  ids: Array<string>;
  left: Array<{
    reason: "test" | "unreachable" | "resolved" | "acknowledged" | "overtaken" | "link_expired";
    count: number;
    ids: Array<string>;
  }>;
  has_more: boolean;
};

export type Repository = {
  id: string;
  forge: "github" | "gitlab" | "other";
  full_name: string;
  forge_id: string;
  default_branch: string;
  service: {
    id: string;
    name: string;
  } | null;
  path_prefixes: Array<string>;
  commit_link: string;
  version: number;
  created_at: string;
  updated_at: string;
};

export type ResolutionGoal = {
  severity: Severity;
  within: string;
  calendar?: string | null;
};

export type ResponseGoal = {
  tier: "TIER_1_CRITICAL" | "TIER_2" | "TIER_3";
  within: string;
  calendar?: string | null;
};

export type RestoreDrill = {
  at: string;
  passed: boolean;
  fault: string | null;
  backup: string | null;
  restored_to: string | null;
  lost_seconds: number | null;
  restore_millis: number | null;
  steps: Array<{
    work: "restore" | "start" | "indexes" | "ledger" | "audit" | "secrets";
    millis: number;
  }>;
  found: {
    files: number;
    wal_files: number;
    incidents: number;
    alerts: number;
    indexes: number;
    audit_entries: number;
    secrets: number;
  };
  findings: Array<string>;
  sha256: string;
};

export type RoleHolder = {
  id: string | null;
  name: string;
};

export type Room = {
  id: string;
  number: number;
  vendor: "slack" | "discord_bot";
  provider: string;
  state: "opening" | "open" | "archiving" | "archived" | "unarchiving" | "left" | "failed";
  name: string;
  channel?: string;
  url?: string;
  asked_by: string;
  asked_at: string;
  opened_at?: string;
  archived_at?: string;
  reason?: string;
  people: Array<{
    username: string;
    status: "waiting" | "invited" | "failed";
    error: string | null;
  }>;
};

export type RoomSettings = {
  is_automatic: boolean;
  most_open: number;
  archive_after: string;
  mark: string;
  services_without: Array<string>;
  version: number;
};

export type Rule = {
  name: string;
  description?: string;
  matchers?: Array<string>;
  when?: RuleCondition;
  service?: string;
  severity?: string;
  severity_mapping?: Record<string, Record<string, string>>;
  group_by?: Array<string>;
  auto_resolve?: boolean;
  enrich?: {
    table: string;
    version?: number;
    key: Array<string>;
    set: Record<string, string>;
    default?: Record<string, string>;
  };
  title?: string;
  escalation_policy?: string;
  impact_scopes?: Array<string>;
  tags?: Array<string>;
  group_wait?: string;
  group_interval?: string;
  repeat_interval?: string;
  reopen_window?: string;
  mute_times?: Array<string>;
  active_times?: Array<string>;
  drop?: string;
  record?: boolean;
  is_active?: boolean;
  continue?: boolean;
};

export type RuleCondition = {
  all?: Array<RuleCondition>;
  any?: Array<RuleCondition>;
  not?: RuleCondition;
  matcher?: string;
  exists?: string;
  label?: string;
  gt?: number;
  ge?: number;
  lt?: number;
  le?: number;
  eq?: number;
  in?: Array<string>;
  time?: {
    zone: string;
    weekdays?: Array<"monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday">;
    from?: string;
    to?: string;
    months?: Array<number>;
    days?: Array<number>;
  };
  cel?: string;
  source?: Array<string>;
  source_type?: Array<string>;
  service?: Array<string>;
  tier?: Array<"TIER_1_CRITICAL" | "TIER_2" | "TIER_3">;
  team?: Array<string>;
  severity?: Array<string>;
};

export type RuleSet = {
  version: number;
  comment: string;
  rule_count: number;
  is_active: boolean;
  created_by: string;
  created_at: string;
  activated_by: string | null;
  activated_at: string | null;
  rules: Array<Rule>;
};

export type RuleSetInForce = {
  rule_set: RuleSet | null;
};

export type RuleSetSummary = {
  version: number;
  comment: string;
  rule_count: number;
  is_active: boolean;
  created_by: string;
  created_at: string;
  activated_by: string | null;
  activated_at: string | null;
};

export type Runbook = {
  id: string;
  name: string;
  slug: string;
  service: {
    id: string;
    name: string;
  } | null;
  alert_pattern: string | null;
  severity_filter: Array<Severity>;
  description: string;
  quick_actions: Array<RunbookAction>;
  external_docs: Array<RunbookDoc>;
  steps: Array<RunbookStep>;
  is_active: boolean;
  author: string;
  author_id: string | null;
  usage_count: number;
  last_used_at: string | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type RunbookAction = {
  id: string;
  label: string;
  type: "link" | "command";
  url: string | null;
  command: string | null;
  confirmation_required: boolean;
};

export type RunbookContent = {
  name: string;
  slug: string;
  service: string | null;
  alert_pattern: string | null;
  severity_filter: Array<Severity>;
  description: string;
  quick_actions: Array<RunbookAction>;
  external_docs: Array<RunbookDoc>;
  steps: Array<RunbookStep>;
  is_active: boolean;
};

export type RunbookDoc = {
  title: string;
  url: string;
};

export type RunbookProgress = {
  closed: number;
  failed: number;
  total: number;
  minutes_left: number;
};

export type RunbookSelection = {
  chosen: RunbookSuggestion | null;
  others: Array<RunbookSuggestion>;
};

export type RunbookStep = {
  title: string;
  description: string | null;
  command: string | null;
  expected_duration_minutes: number;
  is_critical: boolean;
  requires_confirmation: boolean;
  rollback_instructions: string | null;
};

export type RunbookSuggestion = {
  id: string;
  slug: string;
  name: string;
  version: number;
  fit: "service_and_pattern" | "service" | "global_pattern" | "same_service" | "global";
  why: string;
};

export type RunbookVersion = {
  version: number;
  author: string;
  author_id: string | null;
  made_at: string;
  content: RunbookContent;
};

export type SavedView = {
  id: string;
  name: string;
  page: string;
  query: string;
  is_shared: boolean;
  owner: string;
  is_own: boolean;
  is_default: boolean;
  created_at: string;
  updated_at: string;
  version: number;
};

export type Schedule = {
  id: string;
  name: string;
  team: {
    id: string;
    name: string;
  };
  description: string;
  time_zone: string;
  layers: Array<Layer>;
  warnings?: Array<ScheduleFault>;
  inactive?: Array<UserName>;
  version: number;
  created_at: string;
  updated_at: string;
};

export type ScheduleFault = {
  kind: "gap" | "overlap" | "unreachable" | "away";
  level: number;
  from: string;
  until: string;
  layers?: Array<string>;
  user?: UserName;
  why?: string;
  obstacle?: Obstacle;
  mend?: string;
  detail?: string;
};

export type ScheduleOverride = {
  id: string;
  level: number;
  from: string;
  until: string;
  user: UserName;
  instead_of: UserName | null;
  note: string;
  made_at: string;
  made_by: string;
  ended_at?: string;
  ended_by?: string;
  version: number;
};

export type Scope = {
  id: string;
  name: string;
  description: string;
  mandatory_notify_email: Array<string>;
  team: {
    id: string;
    name: string;
  } | null;
  labels: Array<string>;
  actions: string;
  legal_clock_hours: number | null;
  regime: string | null;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
  warnings?: Array<Warning>;
};

export type SearchAnswer = {
  total: number;
  kinds: Array<{
    kind: "INCIDENT" | "ALERT" | "TIMELINE" | "SERVICE" | "TEAM" | "SCHEDULE" | "POLICY" | "PERSON";
    items: Array<{
      id: string;
      title: string;
      text: string;
      at: string | null;
      status: string | null;
      severity: Severity | null;
      incident: {
        id: string;
        short_id: string;
      } | null;
      title_ranges: Array<SearchRange>;
      text_ranges: Array<SearchRange>;
    }>;
    total: number;
    more: boolean;
    complete: boolean;
    older: string | null;
  }>;
};

export type SearchRange = {
  from: number;
  to: number;
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

export type SentPage = {
  delivery: string;
  seq: number;
  event: string;
  at: string;
  receiver: string;
  kind: string | null;
  name: string | null;
  user: string | null;
  channel: string;
  address: string;
  status: string;
  attempts: number;
  held_until?: string;
  held_for?: string;
  folded_into?: string;
  shown_in?: string;
  provider_message_id?: string;
  last_answer: string | null;
  accepted_at: string | null;
  asked_by?: string;
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
  depends_on: Array<Named>;
  reopen_window: string | null;
  is_active: boolean;
  is_triage: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type ServiceAccount = {
  id: string;
  name: string;
  description: string;
  is_active: boolean;
  version: number;
  created_by: string;
  created_at: string;
  updated_at: string;
};

export type ServiceLevelCalendar = {
  name: string;
  time_zone: string;
  hours: Array<ServiceLevelHours>;
  holiday_calendar?: string | null;
};

export type ServiceLevelHours = {
  days?: Array<string>;
  start: string;
  end: string;
};

export type ServiceLevels = {
  calendars: Array<ServiceLevelCalendar>;
  response: Array<ResponseGoal>;
  resolution: Array<ResolutionGoal>;
  updates: Array<UpdateInterval>;
  version: number;
};

export type Session = {
  id: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  address: string | null;
  agent: string | null;
  is_current: boolean;
};

export type Severity = "SEV1_CRITICAL" | "SEV2_HIGH" | "SEV3_MEDIUM" | "SEV4_LOW";

export type Shift = {
  level: number;
  user: UserName;
  from: string;
  until: string;
  because: "turn" | "cover" | "override";
  layer?: string;
  turn?: number;
  instead_of?: Array<UserName>;
  override?: string;
};

export type SideEvent = {
  id: string;
  at: string;
  happened_at: string;
  kind: "dropped" | "change" | "action";
  source: Named;
  dialect: string;
  receipt: string;
  count: number;
  title: string;
  action: "acknowledge" | "note" | "unacknowledge" | "update" | null;
  fingerprint: string | null;
  author: string;
  note: string;
  link: string;
  labels: Record<string, string>;
};

export type Silence = {
  id: string;
  matchers: Array<string>;
  starts_at: string;
  ends_at: string;
  ends_with_alerts: boolean;
  comment: string;
  created_by: string;
  author: string;
  state: "active" | "pending" | "expired";
  hides_now: number;
  hid_in_all: number;
  ends_soon: boolean;
  window: string | null;
  deployment_window: string | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type SilencePreview = {
  starts_at: string;
  ends_at: string;
  count: number;
  exact: boolean;
  alerts: Array<{
    fingerprint: string;
    name: string;
    severity: Severity;
    service: string | null;
    labels: Record<string, string>;
  }>;
  warnings: Array<HidingWarning>;
};

export type SimulatedDecision = {
  rule_set_version: number | null;
  rule: NamedRule | null;
  service: {
    id: string;
    name: string | null;
  };
  severity: Severity;
  group_key: string;
  auto_resolve: boolean;
  dropped?: {
    rule: number;
    name: string;
    why: string;
  };
  incident: string | null;
  hidden_by: Array<HiddenBy>;
};

export type SimulatedDifference = {
  fingerprint: string;
  name: string;
  seq: number;
  received_at: string;
  differs: Array<string>;
  was: SimulatedDecision;
  would: SimulatedDecision;
};

export type SimulatedIncident = {
  opened_at: string;
  group_key: string;
  differs: Array<string>;
  was: OpenedIncident | null;
  would: OpenedIncident | null;
};

export type SimulatedPages = {
  recipients: Array<SimulatedRecipient>;
  recipients_left_out: number;
  incidents: Array<PagedIncident>;
  incidents_left_out: number;
};

export type SimulatedRecipient = {
  kind: "person" | "channel" | "console";
  id: string;
  name: string | null;
  channel: string | null;
  is_gone: boolean;
  time_zone: string | null;
  replayed: PagedTimes;
  simulated: PagedTimes;
};

export type Simulation = {
  id: string;
  state: "running" | "done" | "failed" | "cancelled";
  rule_set_version: number | null;
  from: string;
  to: string;
  total: number | null;
  replayed: number;
  created_by: string;
  created_at: string;
  finished_at: string | null;
  failure: string | null;
  result: Findings | null;
};

export type SimulationSummary = {
  id: string;
  state: "running" | "done" | "failed" | "cancelled";
  rule_set_version: number | null;
  from: string;
  to: string;
  total: number | null;
  replayed: number;
  created_by: string;
  created_at: string;
  finished_at: string | null;
  failure: string | null;
};

export type Slot = string | Array<string>;

export type Snoozed = {
  incident: string;
  snoozed_until: string;
};

export type Source = {
  id: string;
  name: string;
  type: SourceType;
  is_active: boolean;
  default_severity: Severity;
  config: Record<string, unknown>;
  has_signing_secret: boolean;
  former_signing_secret_until: string | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type SourceKey = {
  id: string;
  hint: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
};

export type SourceType = string;

export type SourceTypeInfo = {
  type: SourceType;
  name: string;
  title: string;
  paths: Array<string>;
  keys: Array<string>;
  page: string;
  set_up: {
    where: string;
    text: string;
  };
};

export type Sprint = {
  number: number;
  name: string;
  goal: string;
  retrospective: string;
  starts_on: string;
  ends_on: string;
  weeks: number;
  state: "planned" | "active" | "closed";
  started_at: string | null;
  closed_at: string | null;
  report: SprintReport | null;
  velocity: {
    median: number;
    least: number;
    most: number;
    sprints: number;
  } | null;
  version: number;
};

export type SprintDay = {
  date: string;
  is_working_day: boolean;
  left: number | null;
  scope: number | null;
  even: number;
};

export type SprintLine = {
  key: string;
  title: string;
  points: number | null;
  incident: string | null;
};

export type SprintReport = {
  zone: string;
  burndown: {
    committed: PlannedAmount;
    added: PlannedAmount;
    removed: PlannedAmount;
    done: PlannedAmount;
    left: PlannedAmount;
    days: Array<SprintDay>;
  };
  from_incidents: PlannedAmount;
  unfinished: Array<SprintLine>;
  finished: Array<SprintLine>;
};

export type StakeholderUpdate = {
  id: string;
  incident: {
    id: string;
    short_id: string;
  };
  number: number;
  status: UpdateStatus;
  message: string;
  next_by: string | null;
  receivers: number;
  author: string;
  at: string;
};

export type StakeholderUpdates = {
  items: Array<StakeholderUpdate>;
  next: {
    by: string;
    promised_by: string;
    is_overdue: boolean;
    reminds: string | null;
  } | null;
  every: string | null;
  receivers: number;
  is_last_missing: boolean;
};

export type StandIns = {
  current_on_call: UserName | null;
  manager: UserName | null;
  warnings?: Array<Warning>;
};

export type StatusComponent = {
  id: string;
  name: string;
  group: string;
  description: string;
  position: number;
  state: "operational" | "maintenance" | "degraded" | "partial_outage" | "major_outage";
  service: {
    id: string;
    name: string;
  } | null;
  scope: {
    id: string;
    name: string;
  } | null;
  probe: {
    url: string;
    every: string;
    timeout: string;
    expected_status: number | null;
  } | null;
  created_at: string;
  updated_at: string;
  version: number;
};

export type StatusMaintenance = {
  id: string;
  title: string;
  message: string;
  starts_at: string;
  ends_at: string;
  components: Array<{
    id: string;
    name: string;
  }>;
  created_at: string;
  updated_at: string;
  version: number;
};

export type StatusPage = {
  is_public: boolean;
  slug: string;
  name: string;
  description: string;
  address: string | null;
  subscriptions: boolean;
  version: number;
};

export type StatusSubscriber = {
  id: string;
  email: string;
  language: string;
  confirmed_at: string | null;
  refusals: number;
  created_at: string;
};

export type StatusSubscriberCount = {
  confirmed: number;
  unconfirmed: number;
  waiting: number;
  sent: number;
  given_up: number;
};

export type StatusUptime = {
  percentage: number | null;
  days: Array<{
    day: string;
    up_seconds: number;
    down_seconds: number;
    unmeasured_seconds: number;
  }>;
};

export type StoredSilence = {
  id: string;
  matchers: Array<string>;
  starts_at: string;
  ends_at: string;
  ends_with_alerts: boolean;
  comment: string;
  created_by: string;
  author: string;
  state: "active" | "pending" | "expired";
  hides_now: number;
  hid_in_all: number;
  ends_soon: boolean;
  window: string | null;
  deployment_window: string | null;
  version: number;
  created_at: string;
  updated_at: string;
  replaces: string | null;
  warnings: Array<HidingWarning>;
};

export type Storm = {
  id: string;
  short_id: string;
  title: string;
  status: IncidentStatus;
  severity: Severity;
  team: {
    id: string;
    name: string | null;
  };
  escalation_policy: {
    id: string;
    name: string;
  } | null;
  state: "running" | "ended" | "closed";
  threshold: number;
  most_severe_told: Severity;
  began_at: string;
  ended_at: string | null;
  closed_at: string | null;
  incidents: {
    all: number;
    open: number;
    held: number;
  };
};

export type StormIncident = {
  id: string;
  short_id: string;
  title: string;
  service: {
    id: string;
    name: string;
  };
  severity: Severity;
  status: IncidentStatus;
  firing_count: number;
  held_at: string;
  is_held: boolean;
  release_asked_by: string | null;
  released_at: string | null;
  released_by: string | null;
};

export type StormOfIncident = {
  id: string;
  short_id: string;
  is_held: boolean;
  held_at: string;
  released_at: string | null;
} | null;

export type StormPolicy = {
  is_active: boolean;
  threshold: number;
  ends_below: number;
  ends_after: string;
  version: number;
};

export type Suspect = {
  kind: "deployment" | "change";
  id: string;
  title: string;
  link: string;
  happened_at: string;
  author: string;
  state: "queued" | "running" | "cancelled" | "success" | "failure" | "rolled_back" | null;
  repository: string;
  environment: string;
  service: SuspectService | null;
  score: number;
  rank: number | null;
  lines: Array<SuspectLine>;
  judgement: ChangeJudgement;
  judged: JudgedBy | null;
};

export type SuspectLine = {
  reason: string;
  points: number;
  text: string;
  minutes: number | null;
  confirmed: number | null;
  judged: number | null;
};

export type SuspectService = {
  id: string;
  name: string;
};

export type Swap = {
  id: string;
  state: "open" | "accepted" | "declined" | "withdrawn" | "expired" | "moved";
  user: UserName;
  with: UserName;
  level: number;
  from: string;
  until: string;
  in_return?: {
    level: number;
    from: string;
    until: string;
  };
  note: string;
  schedule_version: number;
  made_at: string;
  made_by: string;
  ended_at?: string;
  ended_by?: string;
};

export type Tag = {
  id: string;
  name: string;
  color: string;
  description: string;
  auto_apply_pattern: string | null;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
};

export type Team = {
  id: string;
  name: string;
  description: string;
  email: string | null;
  version: number;
  created_at: string;
  updated_at: string;
};

export type Tenant = {
  id: string;
  name: string;
  created_at: string;
};

export type TimeInterval = {
  id: string;
  name: string;
  description: string;
  time_intervals: Array<TimeIntervalPart>;
  is_in_force: boolean;
  changes_at: string | null;
  next: Array<{
    starts_at: string;
    ends_at: string | null;
  }>;
  hides_now: number;
  hid_in_all: number;
  version: number;
  created_at: string;
  updated_at: string;
};

export type TimeIntervalPart = {
  times?: Array<HoursOfDay>;
  weekdays?: Array<string>;
  days_of_month?: Array<string>;
  months?: Array<string>;
  years?: Array<string>;
  location?: string;
};

export type TimelineLine = {
  id: string;
  type: string;
  message: string;
  timestamp: string;
  created_by: string;
  metadata: Record<string, unknown>;
  decided_by: Array<DecidedBy>;
  comment?: CommentState;
};

export type Timer = {
  id: string;
  kind: string;
  subject: string;
  due_at: string;
  next_try_at: string;
  recurs: string | null;
  is_running: boolean;
  attempts: number;
  last_started_at: string | null;
  last_ended_at: string | null;
  late_seconds: number | null;
  last_outcome: string | null;
  asked: "run" | "skip" | null;
  asked_by: string | null;
  asked_at: string | null;
  about: {
    type: "incident" | "heartbeat" | "drill" | "drill_schedule" | "token";
    id: string;
    name: string;
  } | null;
};

export type Token = {
  id: string;
  name: string;
  hint: string;
  role: string;
  scopes: Array<"read" | "write" | "admin">;
  owner: Holder;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  deprecated_uses: Array<{
    operation: string;
    uses: number;
    last_at: string;
  }>;
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

export type Totp = {
  enabled: boolean;
  required: boolean;
  confirmed_at: string | null;
  recovery_codes_left: number;
};

export type TotpSecret = {
  secret: string;
  otpauth_uri: string;
  qr: QrPicture;
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

export type TriedBody = {
  rule_set_version: number | null;
  path: string;
  dialect: string;
  alert_count: number;
  alerts: Array<TriedBodyAlert>;
  dead_letter_count: number;
  dead_letters: Array<{
    pointer: string;
    reason: string;
  }>;
  truncated_by_sender: number;
  event_count: number;
  events: Array<TriedEvent>;
  unmatched_pointers: Array<string>;
};

export type TriedBodyAlert = {
  status: "firing" | "resolved";
  severity: Severity;
  name: string;
  title: string;
  service: string;
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  links: Record<string, string>;
  details: Record<string, string>;
  flags: Array<string>;
  starts_at: string | null;
  ends_at: string | null;
  routing: Explanation;
  would: Would;
};

export type TriedEvent = {
  disposition: "dropped" | "change" | "action";
  title: string;
  action: "acknowledge" | "note" | "unacknowledge" | "update" | null;
  fingerprint: string | null;
  author: string;
  note: string;
};

export type UncalledTeams = {
  checked: number;
  items: Array<{
    team: {
      id: string;
      name: string;
    };
    can_be_called: boolean;
    users: Array<{
      id: string;
      username: string;
      reach: Reach;
    }>;
  }>;
};

export type UnknownRepository = {
  forge: string;
  full_name: string;
  forge_id: string;
  deployments: number;
  pushes: number;
  last_at: string;
};

export type UnmatchedName = {
  source: Named;
  name: string;
  alert_count: number;
  first_seen: string;
  last_seen: string;
  open_incidents: number;
  service: string | null;
};

export type UnmatchedNames = {
  items: Array<UnmatchedName>;
  is_full: boolean;
};

export type Unpaged = {
  by: string;
  at: string;
  ended_by?: string;
  ended_at?: string;
};

export type UnroutedMark = {
  since: string;
  reason: string;
};

export type UpdateInterval = {
  severity: string;
  every: string;
};

export type UpdateStatus = "investigating" | "identified" | "monitoring" | "resolved";

export type UsedTag = {
  id: string;
  name: string;
  color: string;
  description: string;
  auto_apply_pattern: string | null;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
  incidents: number;
};

export type User = {
  id: string;
  username: string;
  email: string;
  first_name: string;
  last_name: string;
  phone: string | null;
  role: "viewer" | "responder" | "operator" | "tenant_admin" | "platform_admin";
  teams: Array<{
    id: string;
    name: string;
    role: "member" | "lead";
  }>;
  time_zone: string;
  locale: string | null;
  is_active: boolean;
  has_password: boolean;
  version: number;
  created_at: string;
  updated_at: string;
  last_login_at: string | null;
};

export type UserContact = {
  id: string;
  user: string;
  name: string;
  channel: Channel;
  address: string;
  has_secret: boolean;
  verified_at: string | null;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
  warnings?: Array<Warning>;
};

export type UserName = {
  id: string;
  username: string;
};

export type VerificationSettings = {
  phone_prefixes: Array<string>;
  is_chosen: boolean;
  version: number;
};

export type Warning = {
  kind: string;
  pointer?: string;
  detail: string;
  values?: Record<string, string>;
};

export type WindowConflict = {
  code: "freeze" | "freeze_observed" | "freeze_emergency" | "open_incident" | "other_window" | "nobody_on_call";
  subject: string;
  text: string;
  from: string | null;
  until: string | null;
  link: string;
  blocking: boolean;
};

export type Workflow = {
  item_kind: "task" | "backlog_item";
  statuses: Array<{
    id: string;
    name: string;
    category: "todo" | "doing" | "done" | "dropped";
  }>;
  transitions: Array<{
    from: string;
    to: string;
    guards: Array<"owner_set" | "due_set" | "reason_given" | "permission">;
  }>;
  moves: Record<string, string>;
  state: "in_force" | "moving";
  version: number;
};

export type Would = {
  outcome: "opened" | "joined" | "reopened" | "deduplicated" | "resolved" | "stale" | "dropped" | "hidden";
  why: string;
  incident?: {
    id: string;
    short_id: string;
    status: string;
  };
  hidden_by: Array<HiddenBy>;
  pages?: {
    channels: Array<string>;
    considered: Array<{
      policy: string;
      name: string;
      version: number;
      chosen: boolean;
      why: string;
    }>;
    escalation: DryRun | null;
  };
};
