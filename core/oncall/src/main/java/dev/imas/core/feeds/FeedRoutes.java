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
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Interval;
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
import dev.imas.core.schedule.Rosters.Entry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  private static final Duration PAST = Duration.ofDays(31);
  private static final Duration AHEAD = Duration.ofDays(366);

  private final Transactions transactions;
  private final InstantSource clock;
  private final CalendarFeedRepository feeds = new CalendarFeedRepository();
  private final Rosters rosters;
  private final NameRepository named = new NameRepository();

  public FeedRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.rosters = new Rosters(transactions, computations);
    this.transactions = transactions;
    this.clock = clock;
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
    Interval range = new Interval(now.minus(PAST), now.plus(AHEAD));
    List<Entry> entries =
        switch (feed.kind()) {
          case SCHEDULE -> rosters.ofSchedule(feed.tenant(), feed.subject(), range);
          case TEAM -> rosters.ofTeam(feed.tenant(), feed.subject(), now, range);
          case USER -> rosters.ofUser(feed.tenant(), feed.subject(), range);
        };
    String of =
        transactions.call(
            feed.tenant(),
            tx -> {
              feeds.touch(tx, feed.id(), now);
              return named.of(tx, feed.subject());
            });
    return FeedText.write("IMAS: " + of, entries);
  }

  /**
   * @param of the name of the schedule, team or user
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
                                named.of(tx, f.subject()),
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

  private record Wanted(Kind kind, Reference subject) {}

  private Answer create(Call call) {
    Wanted wanted = wanted(call.body());
    Secret token = Credential.generate(PREFIX);
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID subject = subject(tx, wanted);
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
                  named.of(tx, subject),
                  "/calendars/" + token.reveal() + ".ics",
                  feed.hint()));
        });
  }

  private static Wanted wanted(Body body) {
    body.only("schedule", "team", "user");
    Wanted wanted = null;
    int given = 0;
    for (Kind kind : Kind.values()) {
      String text = body.text(kind.wireName(), 200);
      if (text != null && !text.isBlank()) {
        wanted = new Wanted(kind, Reference.of(text.strip()));
        given++;
      }
    }
    if (given != 1) {
      body.fault("/schedule", "send one of schedule, team and user, by name or id");
    }
    body.throwIfFaulty();
    return Objects.requireNonNull(wanted);
  }

  private UUID subject(Tx tx, Wanted wanted) {
    return switch (wanted.kind) {
      case SCHEDULE -> named.schedule(tx, wanted.subject);
      case TEAM -> named.team(tx, wanted.subject);
      case USER -> named.user(tx, wanted.subject);
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
