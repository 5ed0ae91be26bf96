package dev.imas.core.statuspage;

import dev.imas.core.http.AcceptLanguage;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.subscriber.SubscriberDesk;
import dev.imas.core.subscriber.Subscriptions.Site;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves public pages under a host name of their own, and nothing else there: neither the API nor
 * the dashboard, so that no page shares an origin with a session. It neither reads nor sets
 * cookies. All pages are in memory; only who subscribes needs the database.
 */
public final class StatusHost {

  private static final String PATH = "/status/{slug}";
  private static final Pattern PAGE =
      Pattern.compile("/status/([a-z0-9][a-z0-9-]{0,62})(\\.json|\\.atom)?/?");
  private static final Pattern SUBSCRIBE =
      Pattern.compile("/status/([a-z0-9][a-z0-9-]{0,62})/subscribe");
  private static final Pattern LINK =
      Pattern.compile("/status/(leave|confirm)/([A-Za-z0-9_-]{10,100})");
  private static final Pattern GZIP = Pattern.compile("(?i)(.*,)?\\s*gzip\\s*(,.*)?");
  private static final int LONGEST_HEADER = 500;
  private static final List<String> LANGUAGES = List.of("en", "fr");

  private final String host;
  private final StatusPages pages;
  private final SubscriberDesk subscribers;
  private final InstantSource clock;

  private StatusHost(
      String host, StatusPages pages, SubscriberDesk subscribers, InstantSource clock) {
    this.host = host;
    this.pages = pages;
    this.subscribers = subscribers;
    this.clock = clock;
  }

  /** Mount it before whatever else could answer. Without a host name nothing is mounted. */
  public static void mount(
      Router router,
      StatusConfig config,
      StatusPages pages,
      SubscriberDesk subscribers,
      InstantSource clock) {
    String host = config.host();
    if (host != null) {
      router
          .route()
          .putMetadata("path", PATH)
          .handler(new StatusHost(host, pages, subscribers, clock)::handle);
    }
  }

  private void handle(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority != null && host.equals(authority.host().toLowerCase(Locale.ROOT))) {
      if (!isOfSubscribers(context)) {
        answer(context.request(), context.response());
      }
    } else {
      context.next();
    }
  }

  /** The form of a page, and the links in mails, which work whatever becomes of the page. */
  private boolean isOfSubscribers(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = request.path() == null ? "" : request.path();
    String language = isFrench(request.getHeader("accept-language")) ? "fr" : "en";
    boolean posts = request.method() == HttpMethod.POST;
    Matcher link = LINK.matcher(path);
    if (link.matches() && (posts || request.method() == HttpMethod.GET)) {
      subscribers.open(
          context,
          link.group(1).equals(SubscriberLink.LEAVE.word())
              ? SubscriberLink.LEAVE
              : SubscriberLink.CONFIRM,
          link.group(2),
          language);
      return true;
    }
    Matcher form = SUBSCRIBE.matcher(path);
    Site site =
        posts && form.matches()
            ? pages.find(form.group(1)).map(PublicPage::subscribed).orElse(null)
            : null;
    if (site == null) {
      return false;
    }
    subscribers.ask(context, site, language, "/status/" + form.group(1));
    return true;
  }

  private void answer(HttpServerRequest request, HttpServerResponse response) {
    Matcher path = PAGE.matcher(request.path() == null ? "" : request.path());
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    PublicPage page = reads && path.matches() ? pages.find(path.group(1)).orElse(null) : null;
    response.putHeader("content-security-policy", PublicHtml.POLICY);
    if (page == null && !pages.isRead()) {
      response
          .setStatusCode(503)
          .putHeader("retry-after", "5")
          .putHeader("content-type", "text/plain; charset=utf-8")
          .end("The status pages have not been read yet. Try again.\n");
      return;
    }
    if (page == null) {
      // The same for a page that is not public, for one that never was, and for anything else.
      response
          .setStatusCode(404)
          .putHeader("content-type", "text/plain; charset=utf-8")
          .end("There is nothing here.\n");
      return;
    }
    String ending = path.group(2);
    if (page.subscribed() != null) {
      response
          .putHeader("content-security-policy", PublicHtml.POLICY_WITH_FORM)
          // Otherwise a browser does not say of which origin the page is that sends the form.
          .putHeader("referrer-policy", "same-origin");
    }
    send(
        request,
        response,
        page.document(ending, isFrench(request.getHeader("accept-language")), clock.instant()),
        ending);
  }

  private static void send(
      HttpServerRequest request,
      HttpServerResponse response,
      PublicDocument document,
      @Nullable String ending) {
    response
        .putHeader("content-type", document.type())
        .putHeader("cache-control", "public, max-age=15, stale-if-error=3600")
        .putHeader("vary", "accept-language, accept-encoding")
        .putHeader("etag", document.etag());
    if (ending != null) {
      response.putHeader("access-control-allow-origin", "*");
    }
    String known = request.getHeader("if-none-match");
    if (known != null && known.contains(document.etag())) {
      response.setStatusCode(304).end();
      return;
    }
    String accepted = request.getHeader("accept-encoding");
    boolean isPacked =
        accepted != null && accepted.length() <= LONGEST_HEADER && GZIP.matcher(accepted).matches();
    var body = isPacked ? document.packed() : document.unpacked();
    if (isPacked) {
      response.putHeader("content-encoding", "gzip");
    }
    response.putHeader("content-length", Integer.toString(body.length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(body);
    }
  }

  /** Whether a reader would rather have French than English. */
  private static boolean isFrench(@Nullable String accepted) {
    return "fr".equals(AcceptLanguage.best(accepted, LANGUAGES));
  }
}
