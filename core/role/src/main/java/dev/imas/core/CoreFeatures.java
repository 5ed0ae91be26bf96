package dev.imas.core;

import dev.imas.core.alert.AlertFeature;
import dev.imas.core.assignment.AssignmentFeature;
import dev.imas.core.audit.AuditSealer;
import dev.imas.core.backup.BackupFeature;
import dev.imas.core.board.BoardFeature;
import dev.imas.core.budget.ErrorBudgetFeature;
import dev.imas.core.calendar.CalendarFeature;
import dev.imas.core.catalog.CatalogFeature;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.cause.CauseFeature;
import dev.imas.core.changes.ChangeFeed;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.chat.ChatFeature;
import dev.imas.core.comment.CommentFeature;
import dev.imas.core.configuration.ConfigurationFeature;
import dev.imas.core.configuration.ConfigurationResources;
import dev.imas.core.contact.ContactFeature;
import dev.imas.core.deadletter.DeadLetterFeature;
import dev.imas.core.delivery.Holding;
import dev.imas.core.deployment.DeploymentFeature;
import dev.imas.core.dora.DoraFeature;
import dev.imas.core.drill.DrillFeature;
import dev.imas.core.explain.ExplainFeature;
import dev.imas.core.fallback.FallbackFeature;
import dev.imas.core.fallback.OutcomeFollower;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feeds.CalendarFeedFeature;
import dev.imas.core.field.FieldFeature;
import dev.imas.core.figures.FiguresFeature;
import dev.imas.core.flapping.FlappingFeature;
import dev.imas.core.freeze.FreezeFeature;
import dev.imas.core.gate.GateFeature;
import dev.imas.core.grant.GrantFeature;
import dev.imas.core.grouping.GroupIntervalRestraint;
import dev.imas.core.grouping.GroupingFeature;
import dev.imas.core.heartbeat.HeartbeatFeature;
import dev.imas.core.hold.HoldFeature;
import dev.imas.core.http.Origins;
import dev.imas.core.impact.ImpactFeature;
import dev.imas.core.impactfact.ImpactFactFeature;
import dev.imas.core.inbox.InboxFeature;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentFeature;
import dev.imas.core.incident.IncidentNotes;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incidentreport.IncidentReportFeature;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.inhibition.InhibitionFeature;
import dev.imas.core.intake.Intake;
import dev.imas.core.intake.IntakeFeature;
import dev.imas.core.item.ItemFeature;
import dev.imas.core.ledger.LedgerFeature;
import dev.imas.core.link.LinkFeature;
import dev.imas.core.login.LoginFeature;
import dev.imas.core.lookup.LookupFeature;
import dev.imas.core.maintenance.MaintenanceFeature;
import dev.imas.core.meeting.MeetingFeature;
import dev.imas.core.merge.MergeFeature;
import dev.imas.core.obligation.ObligationFeature;
import dev.imas.core.onboarding.OnboardingFeature;
import dev.imas.core.paging.BriefEscalations;
import dev.imas.core.paging.Escalation;
import dev.imas.core.paging.PagingFeature;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Once;
import dev.imas.core.policy.PolicyFeature;
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.postmortem.PostMortemFeature;
import dev.imas.core.preference.PreferenceFeature;
import dev.imas.core.presence.PresenceFeature;
import dev.imas.core.privacy.PrivacyFeature;
import dev.imas.core.provider.ProviderFeature;
import dev.imas.core.recent.RecentFeature;
import dev.imas.core.relation.RelationFeature;
import dev.imas.core.reminder.ReminderFeature;
import dev.imas.core.repeat.RepeatFeature;
import dev.imas.core.rights.RightsFeature;
import dev.imas.core.room.RoomFeature;
import dev.imas.core.ruleset.RuleSetFeature;
import dev.imas.core.runbook.RunbookFeature;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.schedule.OnCallCalendar;
import dev.imas.core.schedule.ScheduleFeature;
import dev.imas.core.scope.IncidentScopes;
import dev.imas.core.scope.ScopeFeature;
import dev.imas.core.search.SearchFeature;
import dev.imas.core.senderack.SenderAckFeature;
import dev.imas.core.servicelevel.ServiceLevelFeature;
import dev.imas.core.servicelevel.TenantCalendar;
import dev.imas.core.sideevent.SideEventFeature;
import dev.imas.core.silence.SilenceFeature;
import dev.imas.core.simulation.SimulationFeature;
import dev.imas.core.snooze.SnoozeFeature;
import dev.imas.core.source.SourceFeature;
import dev.imas.core.stakeholder.StakeholderFeature;
import dev.imas.core.statuspage.StatusPageFeature;
import dev.imas.core.storm.StormFeature;
import dev.imas.core.summary.SummaryFeature;
import dev.imas.core.suppressed.SuppressionFeature;
import dev.imas.core.suspect.SuspectFeature;
import dev.imas.core.tag.IncidentTags;
import dev.imas.core.tag.TagFeature;
import dev.imas.core.template.TemplateFeature;
import dev.imas.core.timeinterval.TimeIntervalFeature;
import dev.imas.core.unmatched.UnmatchedFeature;
import dev.imas.core.user.KeepsUser;
import dev.imas.core.user.UserFeature;
import dev.imas.core.webhook.WebhookFeature;
import dev.imas.core.window.DeploymentWindowFeature;
import dev.imas.core.work.SharedPoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The features of core. A new one is a line here. It comes after those whose parts it needs; where
 * it pages people, its place among those that do is the order in which they do it.
 */
final class CoreFeatures {

  private static final Duration DOCUMENT_WITHIN = Duration.ofSeconds(30);

  private final List<Feature> all = new ArrayList<>();
  final CoreApi description;
  final LoginFeature login;
  final StatusPageFeature statusPage;

  /**
   * @param holding keeps messages back that must wait
   * @param threads on which a simulation may await
   */
  CoreFeatures(
      CoreContext core,
      CoreConfig config,
      Installed installed,
      CoreConnections connections,
      CoreHealth health,
      SharedPoll polls,
      ChangeFeed changes,
      Holding holding,
      Executor threads) {
    this.description = new CoreApi(installed, this::all);
    IncidentWriter writer = new IncidentWriter(new Once<>(() -> IncidentWriter.Reactions.of(all)));
    Once<Qualification> qualifications = new Once<>(() -> Qualification.of(all));
    Qualification qualification = (tx, opened) -> qualifications.get().qualify(tx, opened);
    FeedWriter feed = new FeedWriter(changes::wake);

    AuditSealer sealer =
        new AuditSealer(
            core.platform(),
            connections.housekeeping.transactions(),
            config.audit(),
            polls.of(AuditSealer.WAITS));
    add(
        new KernelFeature(
            core, changes, sealer, new Origins(config.publicUrl(), config.corsOrigins())));

    RightsFeature rights = add(new RightsFeature(core));
    login =
        add(
            new LoginFeature(
                core,
                config.passwords(),
                config.sessions(),
                config.tokenCache(),
                config.ownTokenLife(),
                rights));
    add(new GrantFeature(core, login::forgetRights, rights.admins()));
    add(new PreferenceFeature(core));
    add(new BackupFeature(core));
    add(new OnboardingFeature(core, config.publicUrl(), config.gatewayUrl()));

    RuleSetFeature ruleSets = add(new RuleSetFeature(core, installed.sourceTypes()));
    add(new LookupFeature(core, ruleSets.ruleSets()));
    add(new TimeIntervalFeature(core, ruleSets.ruleSets().references()));
    add(new SilenceFeature(core));
    add(new InhibitionFeature(core));
    MaintenanceFeature maintenance = add(new MaintenanceFeature(core));

    CatalogFeature catalog =
        add(
            new CatalogFeature(
                core, new PolicyRepository()::keep, ruleSets.ruleSets().references()));
    add(new ProviderFeature(core));
    add(new DeploymentFeature(core));

    ContactFeature contacts = add(new ContactFeature(core, login.password(), rights.accounts()));
    ScheduleFeature schedules = add(new ScheduleFeature(core, contacts.reach()));
    Escalation escalation = new Escalation(core.timers(), contacts.reach(), core.clock());
    Pager pager = new Pager(core.queue(), escalation, holding, core.clock());
    add(new PagingFeature(core, writer, contacts.reach(), pager));
    add(new SnoozeFeature(core, writer));
    add(new MergeFeature(core, writer, contacts.reach(), config.mergeUndoWithin()));
    add(new HoldFeature(core, config.takeBackWithin(), config.sweep().interval()));
    add(new ScopeFeature(core, pager, contacts.reach(), ruleSets.ruleSets().references()));
    PolicyFeature policies =
        add(
            new PolicyFeature(
                core, contacts.reach(), schedules.teams(), ruleSets.ruleSets().references()));
    FallbackFeature fallback =
        add(
            new FallbackFeature(
                core,
                connections.intake.searches(), // never uses a cached plan for an emptier table
                polls.of(OutcomeFollower.WAITS),
                writer,
                contacts.reach(),
                holding,
                escalation.onCall(),
                escalation,
                health.outcomes));
    StormFeature storms = add(new StormFeature(core, writer, qualification, new OnCall()));

    // One at a time: a long document takes much memory.
    ReportFiles files =
        new ReportFiles(
            new Computations(core.vertx(), "documents", 1, DOCUMENT_WITHIN, core.meters()));

    add(new ServiceLevelFeature(core, writer, contacts.reach()));
    ObligationFeature obligations = add(new ObligationFeature(core, writer));
    add(new RunbookFeature(core, writer));
    ItemFeature items = add(new ItemFeature(core, writer));
    add(new BoardFeature(core, items, files));
    add(new PostMortemFeature(core, writer, files, config.postMortemDays()));
    add(new AssignmentFeature(core, writer));
    FieldFeature fields = add(new FieldFeature(core));
    CauseFeature causes = add(new CauseFeature(core));
    ImpactFactFeature impacts = add(new ImpactFactFeature(core));
    add(new StakeholderFeature(core, writer, pager));
    add(new IncidentReportFeature(core, files));
    add(new TagFeature(core));
    add(new CommentFeature(core, writer, feed, new OnCall()));
    add(new FlappingFeature(core, writer));
    add(new GroupingFeature(core, writer));
    add(new HeartbeatFeature(core, writer, qualification, config.sweep().stillFiringAfter()));
    add(new PresenceFeature(core));
    add(new ReminderFeature(core, config.reminders(), writer));
    add(new SearchFeature(core));
    add(new SenderAckFeature(core, writer));
    add(new SideEventFeature(core));
    add(new SuspectFeature(core, writer, new OnCall()));
    add(new ImpactFeature(core));
    add(new RelationFeature(core, writer, new OnCall()));
    add(new UnmatchedFeature(core, writer, qualification, new OnCall()));

    add(
        new SourceFeature(
            core,
            installed.sources(),
            config.topics(),
            config.mail(),
            new IncidentNotes(new IncidentRepository(), writer)::add,
            ruleSets.ruleSets().references()));
    add(new AlertFeature(core, new IncidentRepository()::findForFilter));
    add(new DeadLetterFeature(core));
    add(new LedgerFeature(core));
    add(new RecentFeature(core));
    add(new RepeatFeature(core, config.repeats()));

    IntakeFeature intake =
        add(
            new IntakeFeature(
                core,
                connections.intake.transactions(),
                polls.of(Intake.WAITS),
                config.intake(),
                config.sweep(),
                writer,
                qualification,
                feed,
                storms.storms(),
                health.urgentIntake,
                health.bulkIntake));
    add(new SuppressionFeature(core, intake::nudge));

    IncidentReplies replies =
        new IncidentReplies(
            core.searches(),
            new IncidentRepository(),
            new ServiceRepository(),
            writer,
            qualification,
            new OnCall(),
            core.missing(),
            core.clock(),
            core.meters());
    RoomFeature rooms = add(new RoomFeature(core, writer));
    DrillFeature drills = add(new DrillFeature(core, contacts.reach()));
    add(new ChatFeature(core, replies, rooms.marks(), config.publicUrl()));
    add(new LinkFeature(core, replies, config.linkValidFor(), drills.links()));
    add(new InboxFeature(core));
    add(new TemplateFeature(core, config.publicUrl()));
    WebhookFeature webhooks = add(new WebhookFeature(core));
    statusPage = add(new StatusPageFeature(core, config.status(), webhooks.publicEvents()));
    FreezeFeature freezes = add(new FreezeFeature(core, webhooks.changeEvents()));
    add(new ErrorBudgetFeature(core));
    add(new GateFeature(core, webhooks.changeEvents()));
    DeploymentWindowFeature windows =
        add(new DeploymentWindowFeature(core, webhooks.changeEvents()));
    MeetingFeature meetings = add(new MeetingFeature(core));
    CalendarFeature calendar =
        add(
            new CalendarFeature(
                core,
                List.of(
                    meetings.calendar(),
                    windows.calendar(),
                    freezes.calendar(),
                    maintenance.calendar(),
                    obligations.calendar(),
                    new OnCallCalendar(core.searches(), core.computations(), core.clock())),
                config.publicUrl()));
    add(new CalendarFeedFeature(core, calendar.planned(), config.publicUrl()));

    add(new FiguresFeature(core, new TenantCalendar()::read));
    DoraFeature dora = add(new DoraFeature(core, files));
    add(new SummaryFeature(core, dora.summary()));
    add(
        new ExplainFeature(
            core, ruleSets.ruleSets(), contacts.reach(), config.intake().policy().reopenWindow()));
    add(new SimulationFeature(core, ruleSets.ruleSets(), config.intake().policy(), threads));

    List<KeepsUser> duties = List.of(schedules.duties(), policies.duties(), drills.duties());
    UserFeature users = add(new UserFeature(core, duties, login.password(), rights));
    add(new PrivacyFeature(core, duties, items.tasks()));
    add(
        new IncidentFeature(
            core,
            writer,
            qualification,
            pager,
            config.intake().growthPause(),
            new GroupIntervalRestraint(),
            config.sweep(),
            feed,
            new IncidentScopes(),
            new IncidentTags(),
            new OnCall(),
            new BriefEscalations(contacts.reach()),
            FurtherFacts.of(List.of(fields.facts(), causes.facts(), impacts.facts()))));

    add(
        new ConfigurationFeature(
            core,
            new ConfigurationResources(
                users.users(),
                contacts.contacts(),
                contacts.rules(),
                catalog.teams(),
                users.members(),
                catalog.contacts(),
                catalog.services(),
                schedules.onCall(),
                ruleSets.ruleSets().references(),
                fallback.fallback(),
                core.clock()),
            this::all,
            description::schemas));
    installed.features().forEach(feature -> add(feature.apply(core)));
  }

  private <F extends Feature> F add(F feature) {
    all.add(feature);
    return feature;
  }

  /** In the order in which they were built. */
  List<Feature> all() {
    return List.copyOf(all);
  }
}
