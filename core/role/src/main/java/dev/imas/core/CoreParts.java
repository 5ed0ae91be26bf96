package dev.imas.core;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.alert.LabelSearch;
import dev.imas.core.audit.AuditRepository;
import dev.imas.core.audit.AuditTrail;
import dev.imas.core.calendar.FeedRoutes;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changes.ChangeFeed;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.chat.ChatDesk;
import dev.imas.core.chat.ChatForms;
import dev.imas.core.chat.ReplyQueue;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.drill.DrillEnd;
import dev.imas.core.explain.Reruns;
import dev.imas.core.grouping.GroupWait;
import dev.imas.core.heartbeat.BeatAlerts;
import dev.imas.core.hold.Dropping;
import dev.imas.core.hold.Holds;
import dev.imas.core.hold.TakeBacks;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.incident.FeedReaction;
import dev.imas.core.incident.GrowthMarks;
import dev.imas.core.incident.GrowthRepository;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.StillFiring;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.intake.Intake;
import dev.imas.core.ledger.LedgerRepository;
import dev.imas.core.ledger.LedgerRoutes;
import dev.imas.core.link.DigestLinks;
import dev.imas.core.link.Links;
import dev.imas.core.link.LinksAgain;
import dev.imas.core.login.Login;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.paging.Escalation;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Turns;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.platform.VirtualThreads;
import dev.imas.core.presence.Presences;
import dev.imas.core.reminder.ReminderMarks;
import dev.imas.core.retention.Missing;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.room.RoomKeeper;
import dev.imas.core.room.RoomMarks;
import dev.imas.core.room.RoomReaction;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.schedule.HandOverNotes;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.schedule.Swaps;
import dev.imas.core.schedule.TeamReach;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.scope.ScopePager;
import dev.imas.core.scope.ScopeQualification;
import dev.imas.core.scope.ScopeRecord;
import dev.imas.core.search.SearchMarks;
import dev.imas.core.simulation.Simulations;
import dev.imas.core.statuspage.StatusPages;
import dev.imas.core.subscriber.Subscriptions;
import dev.imas.core.tag.TagQualification;
import dev.imas.core.tag.TagRecord;
import dev.imas.core.token.TokenRoutes;
import dev.imas.core.totp.SecondFactor;
import dev.imas.core.umbrella.StormReaction;
import dev.imas.core.umbrella.StormTenants;
import dev.imas.core.webhook.EventReaction;
import dev.imas.core.webhook.SubscribedTenants;
import dev.imas.core.work.SharedPoll;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What core is made of. Workers and routes share it. */
final class CoreParts {

  /** Nobody waits longer for a page of the dashboard. */
  private static final Duration LONGEST_COMPUTATION = Duration.ofSeconds(10);

  final Platform platform;
  final CoreConfig config;
  final Installed installed;
  final CoreApi description;
  final Vertx vertx;
  final Pool pool;
  final Pool intakePool;
  final Pool timerPool;
  final SharedPoll polls;
  final Pool housekeepingPool;
  final Transactions transactions;
  private final Pool recountPool;
  final Transactions searches;
  final Transactions recounts;
  final UnindexedReads unindexed;
  final LabelSearch labelSearch;
  final Reruns reruns;
  private final Pool simulationPool;
  final Simulations simulations;
  final Computations computations;
  final List<VirtualThreads> threads;
  final ClockWatch clocks;
  final HealthRoutes health;
  final Heartbeat urgentHeartbeat;
  final Heartbeat bulkHeartbeat;
  final Heartbeat timersHeartbeat;
  final Heartbeat urgentTimersHeartbeat;
  final Heartbeat outcomesHeartbeat;
  final IncidentRepository incidents = new IncidentRepository();
  final TimelineRepository timeline = new TimelineRepository();
  final AlertRepository alerts = new AlertRepository();
  final ServiceRepository services = new ServiceRepository();
  final OwnedServiceRepository ownedServices = new OwnedServiceRepository();
  final DeliveryRepository deliveries;
  final RuleSetRepository ruleSets = new RuleSetRepository();
  final LedgerRepository ledger = new LedgerRepository();
  final DeliveryQueue queue;
  final TeamReach teamReach;
  final Swaps swaps;
  final HandOverNotes handOverNotes;
  final GrowthRepository growth;
  final Timers timers;
  final Notices notices;
  final NoticeReceivers noticeReceivers;
  final AdminWatch adminWatch;
  final AccountWatch accountWatch;
  final PersonReach people;
  final Holding holds;
  final Escalation escalation;
  final Pager pager;
  final ChangeFeed changes;
  final FeedWriter feed;
  final IncidentWriter writer;
  final BeatAlerts beatAlerts;
  final AuditRepository audit;
  final AuditTrail trail;
  final TokenRoutes tokens;
  final Passwords passwords;
  final GuessLimits guessLimits;
  final SecondFactor secondFactor;
  final Login login;
  final CallerLimits callerLimits;
  final FeedRoutes feeds;
  final IncidentReplies replies;
  final Links links;
  final DigestLinks digestLinks;
  final RoomKeeper rooms;
  final ChatDesk chats;
  final ChatForms chatForms;
  final SubscribedTenants subscribed;
  final StormTenants stormy;
  final DrillEnd drillEnd;
  final ScopeQualification scopeQualification;
  final TagQualification tagQualification;
  final Qualification qualification;
  final Subscriptions subscriptions;
  final StatusPages statusPages;
  final Presences presences;

  CoreParts(Platform platform, CoreConfig config, Installed installed) {
    this.installed = installed;
    this.description = new CoreApi(installed);
    this.platform = platform;
    this.config = config;
    this.deliveries = new DeliveryRepository(installed.channels());
    this.vertx = platform.vertx();
    this.pool =
        platform
            .database()
            .pool(DatabaseConfig.Login.APP, "core", config.poolSize(), config.statementTimeout());
    this.intakePool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-intake",
                Intake.CONNECTIONS + 2, // one more each for OutcomeFollower and ChangeFeed
                config.statementTimeout());
    this.timerPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-timers",
                config.timers().urgentUnits()
                    + 2, // more for the database's clock, and for what waits
                config.statementTimeout());
    this.housekeepingPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-housekeeping",
                Scheduler.HOUSEKEEPING_CONNECTIONS, // so that requests never wait for housekeeping
                config.statementTimeout());
    this.transactions = new Transactions(pool);
    this.polls =
        new SharedPoll(
            new Transactions(timerPool),
            platform.clock(),
            Collections.min(List.of(config.intake().poll(), config.timers().poll())),
            config.workersWithin());
    this.searches =
        Transactions.forSearches(
            pool,
            // One connection always stays free for tokens and health.
            new Turns(
                vertx, Math.max(1, config.poolSize() - 1), Math.max(1, config.poolSize() / 2)));
    this.recountPool =
        platform
            .database()
            .pool(DatabaseConfig.Login.APP, "core-recount", 1, LedgerRoutes.LONGEST_RECOUNT);
    this.recounts = Transactions.forSearches(recountPool, new Turns(vertx, 1, 1));
    this.urgentHeartbeat = heartbeat("intake_urgent");
    this.bulkHeartbeat = heartbeat("intake_bulk");
    this.timersHeartbeat = heartbeat("timers");
    this.urgentTimersHeartbeat = heartbeat("timers_urgent");
    this.outcomesHeartbeat = heartbeat("outcomes");
    int atOnce = Math.max(2, config.poolSize() / 3);
    this.unindexed =
        new UnindexedReads(
            searches, new Turns(vertx, atOnce, atOnce / 2), config.statementTimeout().dividedBy(3));
    this.computations =
        new Computations(
            vertx, "computations", Computations.threads(), LONGEST_COMPUTATION, platform.meters());
    this.threads = Stream.generate(VirtualThreads::new).limit(config.loops()).toList();
    this.labelSearch = new LabelSearch(computations, unindexed);
    this.reruns = new Reruns(vertx, platform.meters());
    this.simulationPool =
        platform
            .database()
            .pool(
                DatabaseConfig.Login.APP,
                "core-simulation",
                Simulations.CONNECTIONS,
                Simulations.LONGEST_READ);
    this.simulations =
        new Simulations(
            vertx,
            threads.getFirst(),
            searches,
            Transactions.forSearches(simulationPool),
            services,
            config.intake().policy());
    this.clocks = new ClockWatch(platform, "core", transactions);
    this.health =
        new HealthRoutes(
                platform,
                () -> pool.query("SELECT 1").execute().mapEmpty(),
                new Readiness(
                    platform,
                    "core",
                    List.of(
                        urgentHeartbeat,
                        bulkHeartbeat,
                        timersHeartbeat,
                        urgentTimersHeartbeat,
                        outcomesHeartbeat)),
                config.metrics())
            .watching(clocks);
    this.queue =
        new DeliveryQueue(
            config.acceptWithin(),
            vertx.eventBus(),
            new MessageLinks(platform.secrets(), config.linkValidFor()));
    this.beatAlerts = new BeatAlerts(platform.clock());
    this.timers = new Timers(vertx.eventBus(), platform.clock());
    this.holds =
        new TakeBacks(
            new Holds(installed.channels(), platform.clock()),
            timers,
            config.takeBackWithin(),
            platform.clock());
    this.notices = new Notices(queue, holds, platform.clock());
    this.noticeReceivers = new NoticeReceivers(installed.channels(), platform.clock());
    this.subscribed = new SubscribedTenants();
    this.stormy = new StormTenants();
    this.teamReach = new TeamReach(noticeReceivers);
    this.swaps = new Swaps(notices, teamReach, platform.clock());
    this.handOverNotes = new HandOverNotes(notices, teamReach, platform.clock());
    this.growth = new GrowthRepository(config.intake().growthPause());
    this.adminWatch = new AdminWatch(notices, noticeReceivers, platform.clock());
    this.accountWatch = new AccountWatch(notices, noticeReceivers, platform.clock());
    this.people = new PersonReach(installed.channels());
    this.drillEnd = new DrillEnd(searches, timers, platform.clock());
    this.escalation = new Escalation(timers, people, platform.clock());
    this.pager = new Pager(queue, escalation, holds, platform.clock());
    this.scopeQualification = new ScopeQualification();
    this.tagQualification = new TagQualification();
    this.qualification = scopeQualification.then(tagQualification);
    this.subscriptions =
        new Subscriptions(
            searches, platform.secrets(), platform.clock(), System::nanoTime, platform.meters());
    this.statusPages =
        new StatusPages(config.status(), new Transactions(housekeepingPool), platform.clock());
    this.presences = new Presences(platform.clock(), platform.meters());
    this.changes =
        new ChangeFeed(
            platform, new Transactions(intakePool), config.feed(), polls.of(ChangeFeed.WAITS));
    this.feed = new FeedWriter(changes::wake);
    this.writer =
        new IncidentWriter(
            List.of(
                new ScopeRecord(),
                pager,
                new Dropping(config.takeBackWithin()),
                new ScopePager(pager, people)),
            List.of(
                new GrowthMarks(growth),
                new ReminderMarks(config.reminders(), platform.clock()),
                new GroupWait(timers),
                new StormReaction(stormy, timers, platform.clock()),
                new StillFiring(config.sweep().stillFiringAfter()),
                new LinksAgain(),
                new TagRecord(),
                new SearchMarks(),
                new EventReaction(subscribed, platform.clock()),
                new RoomReaction(timers),
                new FeedReaction(feed)));
    this.rooms = new RoomKeeper(incidents, writer, timers, platform.clock());
    this.callerLimits = new CallerLimits(config.callers(), System::nanoTime, platform.meters());
    this.feeds = new FeedRoutes(searches, computations, platform.clock());
    this.replies =
        new IncidentReplies(
            searches,
            incidents,
            services,
            writer,
            qualification,
            new OnCall(),
            new Missing(config.retention(), platform.clock()),
            platform.clock(),
            platform.meters());
    this.links = new Links(searches, replies, platform.clock());
    ReplyQueue replyQueue = new ReplyQueue(platform.secrets(), vertx.eventBus(), platform.clock());
    this.chatForms = new ChatForms(searches, replies, replyQueue, platform.clock());
    this.digestLinks =
        new DigestLinks(
            searches,
            replies,
            platform.secrets(),
            config.linkValidFor(),
            platform.clock(),
            System::nanoTime);
    this.chats =
        new ChatDesk(
            searches,
            replies,
            new RoomMarks(incidents, services, writer, new OnCall()),
            replyQueue,
            new OnCall(),
            platform.clock());
    this.audit = new AuditRepository(platform.clock());
    this.trail = new AuditTrail(audit, transactions, platform.clock(), vertx);
    this.tokens =
        new TokenRoutes(transactions, platform.clock(), config.tokenCache(), config.ownTokenLife());
    this.passwords = new Passwords(vertx, config.passwords(), platform.meters());
    this.guessLimits = new GuessLimits(config.passwords(), System::nanoTime, platform.meters());
    this.secondFactor = new SecondFactor(platform.secrets(), config.passwords(), platform.clock());
    this.login =
        new Login(
            platform,
            transactions,
            tokens.authenticator(),
            config.tokenCache(),
            config.sessions(),
            passwords,
            guessLimits,
            secondFactor,
            trail,
            adminWatch,
            tokens::forgetAll,
            notices,
            noticeReceivers,
            accountWatch);
  }

  private Heartbeat heartbeat(String worker) {
    return new Heartbeat(worker, config.workersWithin(), platform.clock());
  }

  /** After whatever uses it has stopped. */
  Future<Void> close() {
    return trail
        .close()
        .eventually(simulations::close)
        .eventually(reruns::close)
        .eventually(simulationPool::close)
        .eventually(computations::close)
        .eventually(passwords::close)
        .eventually(intakePool::close)
        .eventually(timerPool::close)
        .eventually(housekeepingPool::close)
        .eventually(recountPool::close)
        .eventually(pool::close);
  }
}
