package dev.imas.core.feeds;

import dev.imas.core.access.Permission;
import dev.imas.core.feeds.CalendarFeedRepository.Feed;
import dev.imas.core.feeds.CalendarFeedRepository.Found;
import dev.imas.core.feeds.CalendarFeedRepository.Kind;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Interval;
import dev.imas.core.planned.PlannedEntries;
import dev.imas.core.planned.PlannedEntries.Whose;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.NameRepository;
import dev.imas.core.schedule.Rosters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@code /calendar-feeds}, and the feeds themselves at {@code /calendars/<token>.ics}: whoever
 * knows the address reads the feed, since calendar programs send no tokens.
 */
public final class FeedRoutes {

  static final String PREFIX = "imas_ics_";

  /** What a calendar of all that is planned is called. */
  private static final String EVERYTHING = "everything";

  private static final Duration PAST = Duration.ofDays(31);
  private static final Duration AHEAD = Duration.ofDays(366);

  private final Transactions transactions;
  private final InstantSource clock;
  private final CalendarFeedRepository feeds = new CalendarFeedRepository();
  private final Rosters rosters;
  private final NameRepository named = new NameRepository();
  private final PlannedEntries planned;
  private final EventText eventText;

  FeedRoutes(
      Transactions transactions,
      Computations computations,
      InstantSource clock,
      PlannedEntries planned,
      EventText eventText) {
    this.rosters = new Rosters(transactions, computations);
    this.transactions = transactions;
    this.clock = clock;
    this.planned = planned;
    this.eventText = eventText;
  }

  public void mount(Api api) {
    api.get("/calendar-feeds", Permission.ON_CALL_READ, this::list);
    api.post("/calendar-feeds", Permission.CALENDAR_FEED_MANAGE, this::create);
    api.delete("/calendar-feeds/{id}", Permission.CALENDAR_FEED_MANAGE, this::revoke);
  }

  /**
   * The feeds themselves.
   *
   * @param threads where handlers may await
   */
  public void mount(Router router, CallerLimits limits, Executor threads) {
    HttpRoutes.get(
        router,
        "/calendars/{token}",
        context -> {
          String address = TrustedProxies.callerOf(context);
          limits.unauthenticated(address);
          Context loop = Objects.requireNonNull(Vertx.currentContext());
          String token = Objects.requireNonNull(context.pathParam("token"));
          threads.execute(
              () -> {
                Runnable end = answered(context, limits, address, token);
                loop.runOnContext(now -> end.run());
              });
        });
  }

  // Whatever was awaited may fail in any way, and the request must be answered.
  private Runnable answered(
      RoutingContext context, CallerLimits limits, String address, String token) {
    try {
      String text = read(token.endsWith(".ics") ? token.substring(0, token.length() - 4) : token);
      limits.authenticated(address);
      return () ->
          context
              .response()
              .putHeader("content-type", "text/calendar; charset=utf-8")
              .putHeader("cache-control", "private, max-age=300")
              .putHeader("referrer-policy", "no-referrer")
              .putHeader("x-robots-tag", "noindex")
              .end(text);
    } catch (Throwable e) {
      return () -> context.fail(e);
    }
  }

  /**
   * @throws Fault NOT_FOUND for an unknown or revoked token
   */
  private String read(String token) {
    Found feed =
        transactions
            .runUnbound(tx -> Future.succeededFuture(feeds.find(tx, Credential.hash(token))))
            .await()
            .orElseThrow(() -> Fault.notFound("there is no such calendar, or it was revoked"));
    Instant now = clock.instant();
    String of =
        transactions.call(
            feed.tenant(),
            tx -> {
              feeds.touch(tx, feed.id(), now);
              return nameOf(tx, feed.kind(), feed.subject());
            });
    return text(feed, "IMAS: " + of, now);
  }

  private String text(Found feed, String name, Instant now) {
    UUID subject = feed.subject();
    Interval range = new Interval(now.minus(PAST), now.plus(AHEAD));
    return switch (feed.kind()) {
      case SCHEDULE -> FeedText.write(name, rosters.ofSchedule(feed.tenant(), subject, range));
      case TEAM -> FeedText.write(name, rosters.ofTeam(feed.tenant(), subject, now, range));
      case USER -> FeedText.write(name, rosters.ofUser(feed.tenant(), subject, range));
      case EVENTS -> events(feed.tenant(), new Whose.Everybody(), name, now);
      case TEAM_EVENTS -> events(feed.tenant(), new Whose.Team(subject), name, now);
      case USER_EVENTS -> events(feed.tenant(), new Whose.Person(subject), name, now);
      case ENVIRONMENT_EVENTS -> events(feed.tenant(), new Whose.Place(subject), name, now);
    };
  }

  private String events(TenantId tenant, Whose whose, String name, Instant now) {
    return eventText.write(
        name, planned.of(tenant, whose, now.minus(EventText.PAST), now.plus(EventText.AHEAD)), now);
  }

  private String nameOf(Tx tx, Kind kind, UUID subject) {
    return kind == Kind.EVENTS ? EVERYTHING : named.of(tx, subject);
  }

  /**
   * @param of the name of the schedule, team, user or environment
   */
  record ShownFeed(
      UUID id,
      String kind,
      UUID subject,
      String of,
      String hint,
      Instant madeAt,
      String madeBy,
      @Nullable Instant revokedAt,
      @Nullable Instant lastReadAt) {}

  /**
   * @param path below core's address; shown only once
   */
  record NewFeed(UUID id, String kind, UUID subject, String of, String path, String hint) {}

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    return transactions.call(
        call.tenant(),
        tx ->
            Answer.page(
                feeds.list(tx, paging.afterId(), paging.fetch()).stream()
                    .map(
                        f ->
                            new ShownFeed(
                                f.id(),
                                f.kind().wireName(),
                                f.subject(),
                                nameOf(tx, f.kind(), f.subject()),
                                f.hint(),
                                f.madeAt(),
                                f.madeBy(),
                                f.revokedAt(),
                                f.lastReadAt()))
                    .toList(),
                paging,
                ShownFeed::id));
  }

  /** What the audit shows of a feed. */
  record Audited(String kind, UUID of) {}

  /**
   * @param subject null: everybody's
   */
  private record Wanted(Kind kind, @Nullable Reference subject) {}

  private Answer create(Call call) {
    Wanted wanted = wanted(call.body());
    Secret token = Credential.generate(PREFIX);
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID subject = subject(tx, call.tenant(), wanted);
          Feed feed =
              new Feed(
                  id,
                  wanted.kind,
                  subject,
                  Credential.hint(token),
                  clock.instant(),
                  call.author(),
                  null,
                  null);
          Principal.Person person = call.principal().person();
          feeds.insert(
              tx, feed, Credential.hash(token.reveal()), person == null ? null : person.id());
          call.audit(
              tx,
              Audit.Change.create(
                  new Audit.Subject("calendar_feed", id),
                  new Audited(wanted.kind.wireName(), subject)));
          return Answer.created(
              Api.BASE + "/calendar-feeds/" + id,
              new NewFeed(
                  id,
                  wanted.kind.wireName(),
                  subject,
                  nameOf(tx, wanted.kind, subject),
                  "/calendars/" + token.reveal() + ".ics",
                  feed.hint()));
        });
  }

  private static Wanted wanted(Body body) {
    body.only("schedule", "team", "user", "environment", "events");
    boolean events = body.flag("events", false);
    List<Wanted> wanted = new ArrayList<>();
    add(body, "schedule", Kind.SCHEDULE, wanted);
    add(body, "team", events ? Kind.TEAM_EVENTS : Kind.TEAM, wanted);
    add(body, "user", events ? Kind.USER_EVENTS : Kind.USER, wanted);
    add(body, "environment", Kind.ENVIRONMENT_EVENTS, wanted);
    if (wanted.isEmpty() && events) {
      wanted.add(new Wanted(Kind.EVENTS, null));
    }
    if (wanted.size() != 1) {
      body.fault(
          "/schedule",
          "send one of schedule, team, user and environment, by name or id, or events alone for all"
              + " that is planned");
    } else if (events && wanted.getFirst().kind == Kind.SCHEDULE) {
      body.fault("/events", "a schedule has shifts alone; leave events out, or name its team");
    } else if (!events && wanted.getFirst().kind == Kind.ENVIRONMENT_EVENTS) {
      body.fault("/events", "must be true for an environment, as nobody is on call for one");
    }
    body.throwIfFaulty();
    return wanted.getFirst();
  }

  private static void add(Body body, String member, Kind kind, List<Wanted> wanted) {
    String text = body.text(member, 200);
    if (text != null && !text.isBlank()) {
      wanted.add(new Wanted(kind, Reference.of(text.strip())));
    }
  }

  private UUID subject(Tx tx, TenantId tenant, Wanted wanted) {
    Reference of = wanted.subject;
    if (of == null) {
      return tenant.value();
    }
    return switch (wanted.kind) {
      case SCHEDULE -> named.schedule(tx, of);
      case TEAM, TEAM_EVENTS -> named.team(tx, of);
      case USER, USER_EVENTS -> named.user(tx, of);
      case EVENTS, ENVIRONMENT_EVENTS -> named.environment(tx, of);
    };
  }

  private Answer revoke(Call call) {
    UUID id = call.pathId("id");
    transactions.call(
        call.tenant(),
        tx -> {
          if (!feeds.revoke(tx, id, clock.instant())) {
            throw Fault.notFound("there is no calendar feed " + id);
          }
          call.audit(
              tx, new Audit.Change(new Audit.Subject("calendar_feed", id), "revoke", null, null));
          return id;
        });
    return Answer.noContent();
  }
}
