package dev.imas.core.link;

import dev.imas.core.http.AcceptLanguage;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.SmallBody;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.link.Links.Answered;
import dev.imas.core.link.Links.Subject;
import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.wording.Phrases;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code /a/<token>}: the page behind the link of a message. Whoever has the link acts as the
 * person to whom it was sent, so nothing here writes the token anywhere. Only a POST acts.
 */
public final class LinkRoutes {

  private static final String PATH = LinkToken.PATH + "{token}";
  private static final int MOST_BYTES = 1_024;

  private final Links links;
  private final List<OtherLinks> others;
  private final GuessedPages pages;

  /**
   * @param others links that are not about incidents
   * @param threads where handlers may await
   */
  public LinkRoutes(Links links, List<OtherLinks> others, CallerLimits limits, Executor threads) {
    this.links = links;
    this.others = List.copyOf(others);
    this.pages = new GuessedPages(limits, threads);
  }

  public void mount(Router router) {
    HttpRoutes.get(router, PATH, context -> pages.answer(context, () -> show(context)));
    router
        .route(HttpMethod.POST, LinkToken.PATH + ":token")
        .putMetadata("path", PATH)
        .handler(this::answer);
  }

  private static String token(RoutingContext context) {
    return Objects.requireNonNull(context.pathParam("token"));
  }

  private void answer(RoutingContext context) {
    SmallBody.read(context.request(), MOST_BYTES)
        .onSuccess(
            body ->
                pages.answer(
                    context, () -> act(context, SmallBody.form(body).getOrDefault("action", ""))))
        .onFailure(context::fail);
  }

  private PlainPage show(RoutingContext context) {
    String token = token(context);
    Optional<Subject> subject = links.look(token);
    return subject
        .map(s -> new PlainPage(200, LinkPage.question(s)))
        .or(() -> ofOthers(one -> one.look(token)))
        .orElseGet(() -> gone(context));
  }

  private PlainPage act(RoutingContext context, String action) {
    String token = token(context);
    Optional<Act> act =
        Stream.of(Act.values()).filter(a -> a.wireName().equals(action)).findFirst();
    if (act.isEmpty()) {
      // A client that sends anything else has not read the page.
      return show(context);
    }
    Optional<Answered> answered = links.answer(token, act.get());
    return answered
        .map(a -> new PlainPage(status(a), LinkPage.answer(a)))
        .or(() -> act.get() == Act.ACKNOWLEDGE ? ofOthers(one -> one.act(token)) : Optional.empty())
        .orElseGet(() -> gone(context));
  }

  /** The page of the first that knows the link. */
  private Optional<PlainPage> ofOthers(Function<OtherLinks, Optional<OtherLinks.Shown>> asked) {
    for (OtherLinks one : others) {
      Optional<OtherLinks.Shown> shown = asked.apply(one);
      if (shown.isPresent()) {
        return shown.map(LinkRoutes::page);
      }
    }
    return Optional.empty();
  }

  private static int status(Answered answered) {
    return answered instanceof Answered.Refused refused ? refused.fault().kind().status() : 200;
  }

  private static PlainPage page(OtherLinks.Shown shown) {
    return new PlainPage(200, LinkPage.other(shown));
  }

  /** Nobody knows whose link it was, so the browser says the language. */
  private static PlainPage gone(RoutingContext context) {
    String language =
        AcceptLanguage.best(context.request().getHeader("accept-language"), Phrases.LANGUAGES);
    return new PlainPage(404, LinkPage.gone(Phrases.of(language == null ? "en" : language)));
  }
}
