package dev.imas.core;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertFilters;
import dev.imas.core.alert.AlertRoutes;
import dev.imas.core.alert.AlertSummaryRoutes;
import dev.imas.core.alert.LabelRoutes;
import dev.imas.core.audit.AuditRoutes;
import dev.imas.core.catalog.ContactRoutes;
import dev.imas.core.catalog.ContactTestRoutes;
import dev.imas.core.catalog.ServiceRoutes;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.catalog.TeamRoutes;
import dev.imas.core.changes.ChangeRoutes;
import dev.imas.core.chat.CallbackRoutes;
import dev.imas.core.configuration.ConfigurationResources;
import dev.imas.core.configuration.ConfigurationRoutes;
import dev.imas.core.configuration.ImportRoutes;
import dev.imas.core.contact.CodeCountryRoutes;
import dev.imas.core.contact.MatrixRoutes;
import dev.imas.core.contact.ReachabilityRoutes;
import dev.imas.core.contact.RuleRoutes;
import dev.imas.core.contact.UserContactRoutes;
import dev.imas.core.contact.VerificationRoutes;
import dev.imas.core.dashboard.Dashboard;
import dev.imas.core.deadletter.DeadLetterRoutes;
import dev.imas.core.delivery.BulkReplayRoutes;
import dev.imas.core.delivery.DeliveryRoutes;
import dev.imas.core.delivery.ObjectiveRoutes;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.drill.DrillDuties;
import dev.imas.core.drill.DrillRoutes;
import dev.imas.core.drill.DrillScheduleRoutes;
import dev.imas.core.drill.DrillStart;
import dev.imas.core.explain.ExplainRoutes;
import dev.imas.core.explain.PastedBodyRoutes;
import dev.imas.core.explain.PastedReader;
import dev.imas.core.explain.TrialRoutes;
import dev.imas.core.fallback.FallbackRoutes;
import dev.imas.core.figures.FiguresRoutes;
import dev.imas.core.flapping.FlappingPolicyRoutes;
import dev.imas.core.grant.GrantRoutes;
import dev.imas.core.heartbeat.HeartbeatRoutes;
import dev.imas.core.hold.DeliveryPolicyRoutes;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.Cors;
import dev.imas.core.http.EveryAnswer;
import dev.imas.core.http.Origins;
import dev.imas.core.inbox.InboxRoutes;
import dev.imas.core.incident.IncidentNotes;
import dev.imas.core.incident.IncidentRoutes;
import dev.imas.core.inhibition.InhibitRuleRoutes;
import dev.imas.core.ledger.LedgerRoutes;
import dev.imas.core.link.LinkRoutes;
import dev.imas.core.lookup.LookupTableRoutes;
import dev.imas.core.maintenance.MaintenanceRoutes;
import dev.imas.core.onboarding.InstallationRoutes;
import dev.imas.core.onboarding.TenantRoutes;
import dev.imas.core.paging.EscalationRoutes;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.RolePorts;
import dev.imas.core.platform.VirtualThreads;
import dev.imas.core.policy.ChoiceRoutes;
import dev.imas.core.policy.DryRunRoutes;
import dev.imas.core.policy.PolicyDuties;
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.policy.PolicyRoutes;
import dev.imas.core.policy.UncalledTeamRoutes;
import dev.imas.core.preference.PreferenceRoutes;
import dev.imas.core.preference.ViewRoutes;
import dev.imas.core.presence.PresenceRoutes;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.provider.ProviderRoutes;
import dev.imas.core.provider.ProviderTestRoutes;
import dev.imas.core.receipt.ReceiptRoutes;
import dev.imas.core.recent.RecentBodyRepository;
import dev.imas.core.recent.RecentBodyRoutes;
import dev.imas.core.repeat.RepeatRoutes;
import dev.imas.core.retention.Missing;
import dev.imas.core.room.RoomRoutes;
import dev.imas.core.room.RoomSettingRoutes;
import dev.imas.core.ruleset.ActivationRoutes;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.schedule.AbsenceRoutes;
import dev.imas.core.schedule.FairnessRoutes;
import dev.imas.core.schedule.HolidayRoutes;
import dev.imas.core.schedule.NoteRoutes;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.schedule.OnCallDuties;
import dev.imas.core.schedule.OnCallRoutes;
import dev.imas.core.schedule.OverrideRoutes;
import dev.imas.core.schedule.ScheduleRoutes;
import dev.imas.core.schedule.SwapRoutes;
import dev.imas.core.scheduler.TimerRoutes;
import dev.imas.core.scope.IncidentScopes;
import dev.imas.core.scope.ScopeRoutes;
import dev.imas.core.search.SearchRoutes;
import dev.imas.core.sideevent.SideEventRoutes;
import dev.imas.core.silence.SilenceRoutes;
import dev.imas.core.simulation.SimulationRoutes;
import dev.imas.core.source.Removal;
import dev.imas.core.source.SnsSubscriptionRoutes;
import dev.imas.core.source.SourceAlertRoutes;
import dev.imas.core.source.SourceRoutes;
import dev.imas.core.source.SourceTopics;
import dev.imas.core.source.SourceTypeRoutes;
import dev.imas.core.statuspage.StatusHost;
import dev.imas.core.statuspage.StatusPageRoutes;
import dev.imas.core.subscriber.SubscriberDesk;
import dev.imas.core.tag.IncidentTags;
import dev.imas.core.tag.TagRoutes;
import dev.imas.core.template.LanguageRoutes;
import dev.imas.core.template.TemplateRoutes;
import dev.imas.core.timeinterval.TimeIntervalRoutes;
import dev.imas.core.totp.LogInSettingRoutes;
import dev.imas.core.totp.TotpRoutes;
import dev.imas.core.umbrella.StormPolicyRoutes;
import dev.imas.core.umbrella.StormRoutes;
import dev.imas.core.user.MemberRoutes;
import dev.imas.core.user.PasswordRoutes;
import dev.imas.core.user.UserRoutes;
import dev.imas.core.webhook.EventLogRoutes;
import dev.imas.core.webhook.PublicEvents;
import dev.imas.core.webhook.WebhookRoutes;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mounts the routes of core. */
final class CoreRoutes {

  private final CoreParts core;
  private final ConfigurationResources resources;

  /** Makes a schema of all documents, which is large, so that all event loops share one. */
  private final ConfigurationRoutes configuration;

  /** Its files are in memory, so all event loops share one. */
  private final Dashboard dashboard;

  private final AtomicInteger routers = new AtomicInteger();

  CoreRoutes(CoreParts core) {
    this.core = core;
    this.resources = resources(core);
    this.dashboard = Dashboard.onClassPath(core.config.publicUrl());
    this.configuration =
        new ConfigurationRoutes(
            core.searches,
            resources,
            core.installed.channels(),
            core.platform.secrets(),
            core.description::schemas);
  }

  /** All routes, on the router of one event loop. */
  void mount(Router router) {
    EveryAnswer.mount(router, core.platform.meters(), "core", core.config.proxies());
    VirtualThreads handlers = core.threads.get(routers.getAndIncrement() % core.threads.size());
    StatusHost.mount(
        router,
        core.config.status(),
        core.statusPages,
        new SubscriberDesk(core.subscriptions, core.callerLimits, handlers),
        core.platform.clock());
    Cors.mount(router, core.config.corsOrigins());
    core.health.mount(router);
    core.feeds.mount(router, core.callerLimits, handlers);
    new LinkRoutes(
            core.links, List.of(core.drillEnd, core.digestLinks), core.callerLimits, handlers)
        .mount(router);
    core.login.mountPages(router);
    new CallbackRoutes(
            core.chats,
            core.chatForms,
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.config.publicUrl())
        .mount(router, core.callerLimits, handlers);
    Api api =
        new Api(
            router,
            core.login.authenticator(),
            core.callerLimits,
            core.config.bodyLimit(),
            handlers,
            core.trail);
    mount(api);
    core.description.mount(router, api.mounted(), core.computations);
    dashboard.mount(router);
    api.plain("/health/detailed", Permission.HEALTH_READ, core.health::detailed);
    HttpErrors.mount(router);
  }

  /** After a change of what somebody may do. */
  private void forgetRights() {
    core.tokens.forgetAll();
    core.login.forgetAll();
  }

  /** The routes that the OpenAPI document describes. */
  void mount(Api api) {
    configuration.mount(api);
    new ImportRoutes(core.computations).mount(api);
    Missing missing = new Missing(core.config.retention(), core.platform.clock());
    new IncidentRoutes(
            core.searches,
            core.unindexed,
            core.incidents,
            core.timeline,
            core.alerts,
            core.services,
            core.writer,
            new IncidentScopes(),
            new IncidentTags(),
            core.qualification,
            new OnCall(),
            missing,
            core.platform.clock())
        .mount(api);
    new StormRoutes(
            core.searches,
            core.incidents,
            core.services,
            core.writer,
            new OnCall(),
            missing,
            core.timers,
            core.platform.clock())
        .mount(api);
    new PresenceRoutes(core.transactions, core.incidents, missing, core.presences).mount(api);
    new ExplainRoutes(
            core.reruns,
            core.searches,
            core.alerts,
            core.deliveries,
            core.ruleSets,
            core.services,
            missing)
        .mount(api);
    PastedReader pasted = new PastedReader(core.vertx.eventBus());
    new PastedBodyRoutes(
            core.reruns,
            core.searches,
            resources.ruleSets(),
            core.services,
            pasted,
            core.platform.clock())
        .mount(api);
    RecentBodyRepository recent =
        new RecentBodyRepository(core.platform.secrets(), core.platform.clock());
    new RecentBodyRoutes(core.searches, recent).mount(api);
    new SnsSubscriptionRoutes(core.searches).mount(api);
    new TrialRoutes(
            core.reruns,
            core.searches,
            resources.ruleSets(),
            core.services,
            core.people,
            pasted,
            recent,
            core.config.intake().policy().reopenWindow(),
            core.platform.clock())
        .mount(api);
    AlertFilters alertFilters =
        new AlertFilters(
            core.labelSearch, core.services, new TeamRepository(), core.incidents::findForFilter);
    // They come before the route with a fingerprint, which would match them too.
    new AlertSummaryRoutes(alertFilters).mount(api);
    new LabelRoutes(alertFilters).mount(api);
    new AlertRoutes(core.searches, alertFilters, core.alerts, missing).mount(api);
    new RepeatRoutes(core.config.repeats(), core.searches, missing, core.platform.clock())
        .mount(api);
    new SearchRoutes(core.searches).mount(api);
    resources.services().mount(api);
    resources.teams().mount(api);
    resources.teamContacts().mount(api);
    resources.scopes().mount(api);
    resources.tags().mount(api);
    resources.lookupTables().mount(api);
    TestDelivery tests =
        new TestDelivery(
            core.vertx, core.searches, core.deliveries, core.queue, core.platform.clock());
    new ContactTestRoutes(tests).mount(api);
    resources.userContacts().mount(api);
    resources.rules().mount(api);
    resources.deliveryPolicy().mount(api);
    resources.flapping().mount(api);
    resources.storms().mount(api);
    resources.matrix().mount(api);
    resources.templates().mount(api);
    resources.language().mount(api);
    new VerificationRoutes(
            core.searches,
            core.queue,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.channels(),
            core.accountWatch)
        .mount(api);
    resources.verification().mount(api);
    resources.providers().mount(api);
    new ProviderTestRoutes(tests, core.installed.channels()).mount(api);
    resources.fallback().mount(api);
    resources.webhooks().mount(api);
    new EventLogRoutes(
            core.vertx, core.searches, core.incidents::findForFilter, core.platform.clock())
        .mount(api);
    resources.schedules().mount(api);
    new OverrideRoutes(core.searches, core.computations, core.platform.clock()).mount(api);
    new SwapRoutes(core.searches, core.swaps, core.platform.clock()).mount(api);
    new NoteRoutes(core.searches, core.handOverNotes, core.platform.clock()).mount(api);
    new FairnessRoutes(core.searches, core.computations, core.platform.clock()).mount(api);
    resources.holidays().mount(api);
    new AbsenceRoutes(core.searches, core.platform.clock()).mount(api);
    resources.onCall().mount(api);
    new ReachabilityRoutes(core.searches, core.people).mount(api);
    new UncalledTeamRoutes(core.searches, core.people, core.platform.clock()).mount(api);
    resources.policies().mount(api);
    new ChoiceRoutes(core.searches, core.services).mount(api);
    new DryRunRoutes(
            core.searches, core.incidents, core.services, core.people, core.platform.clock())
        .mount(api);
    new DrillRoutes(
            core.searches,
            core.services,
            new DrillStart(core.timers, core.platform.clock()),
            core.drillEnd,
            core.platform.clock())
        .mount(api);
    resources.drillSchedules().mount(api);
    resources.statusPage().mount(api);
    core.feeds.mount(api);
    resources.sources().mount(api);
    resources.heartbeats().mount(api);
    new SourceTypeRoutes(core.installed.sources(), core.config.mail()).mount(api);
    new SourceAlertRoutes(core.searches, core.alerts).mount(api);
    new ActivationRoutes(core.computations, core.searches, core.ruleSets).mount(api);
    resources.ruleSets().mount(api);
    new SilenceRoutes(core.searches, core.unindexed, core.platform.clock()).mount(api);
    resources.inhibitRules().mount(api);
    resources.maintenance().mount(api);
    resources.timeIntervals().mount(api);
    new SimulationRoutes(
            core.simulations,
            core.searches,
            core.ruleSets,
            resources.ruleSets(),
            missing,
            core.platform.clock())
        .mount(api);
    new ReceiptRoutes(
            core.searches, core.config.retention().receipts(), missing, core.platform.clock())
        .mount(api);
    new LedgerRoutes(core.searches, core.recounts, core.ledger, missing).mount(api);
    new FiguresRoutes(core.searches, core.unindexed, core.services, core.platform.clock())
        .mount(api);
    new ChangeRoutes(core.changes, new Origins(core.config.publicUrl(), core.config.corsOrigins()))
        .mount(api);
    ProviderRepository providers = new ProviderRepository();
    new DeliveryRoutes(
            core.searches,
            core.deliveries,
            core.incidents::findForFilter,
            providers::findId,
            core.queue,
            missing)
        .mount(api);
    new BulkReplayRoutes(
            core.searches, core.incidents::findForFilter, providers::findId, core.queue)
        .mount(api);
    new ObjectiveRoutes(core.unindexed, core.platform.clock()).mount(api);
    new DeadLetterRoutes(core.searches, missing, core.vertx).mount(api);
    new SideEventRoutes(core.searches, core.incidents, core.services, missing).mount(api);
    new EscalationRoutes(core.searches, core.incidents, core.installed.channels(), missing)
        .mount(api);
    new RoomRoutes(
            core.searches,
            core.incidents,
            core.services,
            new OnCall(),
            core.rooms,
            core.timers,
            missing,
            core.platform.clock())
        .mount(api);
    resources.rooms().mount(api);
    new TimerRoutes(core.searches, core.timers).mount(api);
    resources.users().mount(api);
    resources.members().mount(api);
    new PasswordRoutes(
            core.searches,
            core.passwords,
            core.login.password(),
            core.platform.clock(),
            core.accountWatch,
            this::forgetRights)
        .mount(api);
    new TotpRoutes(
            core.searches,
            core.secondFactor,
            core.config.sessions().totpFrom(),
            core.login.password(),
            core.accountWatch,
            this::forgetRights)
        .mount(api);
    resources.logInSettings().mount(api);
    core.login.mount(api);
    new ViewRoutes(core.searches, core.platform.clock()).mount(api);
    new PreferenceRoutes(core.searches).mount(api);
    new InstallationRoutes(
            core.config.publicUrl(),
            core.config.gatewayUrl(),
            () -> RolePorts.of(core.vertx, "gateway"))
        .mount(api);
    core.tokens.mount(api, core.adminWatch, core.accountWatch, core.login.password());
    new GrantRoutes(core.searches, core.platform.clock(), this::forgetRights, core.adminWatch)
        .mount(api);
    new AuditRoutes(core.searches, core.audit).mount(api);
    new InboxRoutes(core.searches, core.platform.clock()).mount(api);
    new TenantRoutes(core.transactions, core.platform.clock()).mount(api);
  }

  /** What can be written piece by piece, and as documents. */
  private static ConfigurationResources resources(CoreParts core) {
    ScheduleRoutes schedules =
        new ScheduleRoutes(core.searches, core.people, core.computations, core.platform.clock());
    OnCallRoutes onCall = new OnCallRoutes(core.searches, core.people, core.platform.clock());
    RuleSetRoutes ruleSets =
        new RuleSetRoutes(core.computations, core.searches, core.ruleSets, core.services);
    ChangeGuard named = ruleSets.references();
    PolicyRoutes policies =
        new PolicyRoutes(core.searches, core.people, core.platform.clock(), named);
    OnCallDuties duties =
        new OnCallDuties(
            schedules,
            new OverrideRoutes(core.searches, core.computations, core.platform.clock()),
            onCall,
            core.platform.clock());
    return new ConfigurationResources(
        new ProviderRoutes(
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.channels()),
        new UserRoutes(
            core.searches,
            core.platform.clock(),
            List.of(duties, new PolicyDuties(policies), new DrillDuties(core.platform.clock())),
            core.adminWatch,
            core.login.password(),
            core.accountWatch),
        new UserContactRoutes(
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.channels(),
            core.login.password(),
            core.accountWatch),
        new RuleRoutes(core.searches, core.login.password()),
        new TeamRoutes(core.searches, core.platform.clock()),
        new MemberRoutes(core.searches),
        new ContactRoutes(
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.channels()),
        onCall,
        schedules,
        new ScopeRoutes(core.searches, core.platform.clock(), named, core.scopeQualification),
        new TagRoutes(core.searches, core.platform.clock(), core.tagQualification),
        policies,
        new ServiceRoutes(
            core.searches,
            core.services,
            new PolicyRepository()::keep,
            core.platform.clock(),
            named),
        new DrillScheduleRoutes(core.searches, core.services, core.timers, core.platform.clock()),
        new SourceRoutes(
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.sourceTypes(),
            new SourceTopics(core.config.topics(), core.installed.sources()),
            new Removal(
                new IncidentNotes(core.incidents, core.writer)::add, core.platform.clock())),
        new HeartbeatRoutes(
            core.searches,
            core.services,
            core.incidents,
            core.writer,
            core.timers,
            core.platform.clock()),
        core.tokens.serviceAccounts(),
        new HolidayRoutes(core.searches, core.computations, core.platform.clock()),
        new WebhookRoutes(
            core.searches,
            core.platform.secrets(),
            core.platform.clock(),
            core.installed.channels(),
            core.subscribed),
        new TemplateRoutes(
            core.searches,
            (tx, incident) -> core.incidents.findForFilter(tx, incident).await(),
            core.config.publicUrl(),
            core.computations,
            core.platform.clock()),
        new LookupTableRoutes(core.searches, core.platform.clock(), ruleSets),
        ruleSets,
        new InhibitRuleRoutes(core.searches, core.platform.clock()),
        new MaintenanceRoutes(
            core.searches, core.unindexed, core.services, core.computations, core.platform.clock()),
        new TimeIntervalRoutes(core.searches, core.platform.clock(), named),
        new MatrixRoutes(core.searches),
        new DeliveryPolicyRoutes(core.searches),
        new FlappingPolicyRoutes(core.searches),
        new StormPolicyRoutes(core.searches, core.stormy),
        new LanguageRoutes(core.searches, core.platform.clock()),
        new CodeCountryRoutes(core.searches),
        new RoomSettingRoutes(core.searches, core.services),
        new StatusPageRoutes(
            core.searches,
            core.statusPages,
            new PublicEvents(core.subscribed, core.platform.clock()),
            core.subscriptions,
            core.platform.clock()),
        new LogInSettingRoutes(core.searches),
        new FallbackRoutes(core.searches),
        core.platform.clock());
  }
}
