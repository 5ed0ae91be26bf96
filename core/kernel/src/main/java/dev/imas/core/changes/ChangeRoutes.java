package dev.imas.core.changes;

import dev.imas.core.access.Permission;
import dev.imas.core.changes.FeedSubscriber.Wish;
import dev.imas.core.http.Api;
import dev.imas.core.http.LiveCall;
import dev.imas.core.http.Origins;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells clients what changes: {@code GET /ws} and {@code GET /stream}. */
public final class ChangeRoutes {

  private static final int LONGEST_WAIT = 3_600;

  /** A client that lost its connection comes again within this time, at a random moment. */
  private static final int RETRY_FROM_MILLIS = 500;

  private static final int RETRY_UNTIL_MILLIS = 5_000;

  private final ChangeFeed feed;
  private final Origins origins;

  public ChangeRoutes(ChangeFeed feed, Origins origins) {
    this.feed = feed;
    this.origins = origins;
  }

  public void mount(Api api) {
    api.socket("/ws", Permission.CHANGE_FEED_READ, origins, this::socket);
    api.stream("/stream", Permission.CHANGE_FEED_READ, this::stream);
  }

  /** Whether it may be told what the filter takes. */
  static boolean may(Principal principal, Filter filter) {
    return principal.may(Permission.CHANGE_FEED_READ) && filter.forbiddenTo(principal).isEmpty();
  }

  private Api.Opening socket(LiveCall call) {
    Wish wish = wish(call, call.query(parameters("since")), null);
    ChangeFeed.Place place = feed.reserve(call.standing());
    HttpConnection connection = call.context().request().connection();
    return new Api.Opening() {
      @Override
      public void opened(ServerWebSocket socket) {
        Runnable gone = place.take(new SocketSink(socket, connection), wish, retryMillis());
        socket.closeHandler(closed -> gone.run());
        socket.exceptionHandler(broken -> gone.run());
      }

      @Override
      public void failed() {
        place.release();
      }
    };
  }

  private void stream(LiveCall call) {
    Query query = call.query(parameters("since", "wait"));
    Integer wait = query.count("wait", 0, LONGEST_WAIT);
    Wish wish = wish(call, query, wait == null ? null : Duration.ofSeconds(wait));
    ChangeFeed.Place place = feed.reserve(call.standing());
    HttpServerResponse response = call.context().response();
    if (response.closed()) {
      place.release();
      return;
    }
    long retryMillis = retryMillis();
    Runnable gone =
        place.take(
            new StreamSink(response, call.context().request().connection(), retryMillis),
            wish,
            retryMillis);
    response.closeHandler(closed -> gone.run());
    response.exceptionHandler(broken -> gone.run());
  }

  private static Wish wish(LiveCall call, Query query, @Nullable Duration wait) {
    Principal principal = call.standing().principal();
    Filter filter = Filter.read(query, principal);
    Set<Topic> forbidden = filter.forbiddenTo(principal);
    if (filter.topics().isEmpty() || !forbidden.isEmpty()) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          forbidden.isEmpty()
              ? "this request needs a permission to read what the feed is about, such as "
                  + Permission.INCIDENT_READ.wireName()
              : "to follow these topics, this request needs the permission "
                  + forbidden.stream()
                      .map(topic -> topic.permission().wireName())
                      .collect(Collectors.joining(", ")));
    }
    String last = call.header("last-event-id");
    return new Wish(filter, number("since", last == null ? query.text("since") : last), wait);
  }

  private static @Nullable Long number(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is refused below.
    }
    throw Query.fault(
        name, "'" + text + "' is not the number of a change; take the number of a message");
  }

  private static String[] parameters(String... more) {
    return Stream.concat(Arrays.stream(Filter.PARAMETERS), Arrays.stream(more))
        .toArray(String[]::new);
  }

  private static long retryMillis() {
    return ThreadLocalRandom.current().nextLong(RETRY_FROM_MILLIS, RETRY_UNTIL_MILLIS);
  }
}
