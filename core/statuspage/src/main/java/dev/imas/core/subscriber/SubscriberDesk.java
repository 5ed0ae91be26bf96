package dev.imas.core.subscriber;

import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.Origins;
import dev.imas.core.http.SmallBody;
import dev.imas.core.link.GuessedPages;
import dev.imas.core.link.PlainPage;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.model.MailAddress;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.core.subscriber.Subscriptions.Site;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the forms and links of subscriptions. Whoever asks for a subscription is answered before
 * anybody looks for the address, so neither the answer nor its time tells whether it is known. Only
 * a POST does something. One for each event loop.
 */
public final class SubscriberDesk {

  private static final Logger log = LoggerFactory.getLogger(SubscriberDesk.class);

  private static final int MOST_BYTES = 2_048;

  /** Looked for at once. */
  private static final int AT_ONCE = 10;

  private final Subscriptions subscriptions;
  private final Executor threads;
  private final GuessedPages pages;
  private final Semaphore room = new Semaphore(AT_ONCE);

  /**
   * @param threads where handlers may await
   */
  public SubscriberDesk(Subscriptions subscriptions, CallerLimits limits, Executor threads) {
    this.subscriptions = subscriptions;
    this.threads = threads;
    this.pages = new GuessedPages(limits, threads);
  }

  /**
   * Answers who sent the form of a page. Pages of other sites are refused: each of their readers
   * would ask for mails, from an address of their own.
   *
   * @param back the path of the page
   */
  public void ask(RoutingContext context, Site page, String language, String back) {
    SubscriberPages words = SubscriberPages.in(language);
    if (!new Origins(page.site(), Set.of()).allowForm(context.request())) {
      words.said(403, "elsewhere", back).send(context.response());
      return;
    }
    SmallBody.read(context.request(), MOST_BYTES)
        .map(body -> asked(TrustedProxies.callerOf(context), body, page, words, back))
        .otherwise(failure -> words.said(400, "unreadable", back))
        .onSuccess(answer -> answer.send(context.response()));
  }

  private PlainPage asked(
      String caller, Buffer body, Site page, SubscriberPages words, String back) {
    String email = SmallBody.form(body).getOrDefault("email", "").strip();
    if (!MailAddress.isPublic(email)) {
      return words.said(400, "unreadable", back);
    }
    if (!subscriptions.mayAsk(caller) || !room.tryAcquire()) {
      return words.said(429, "later", back);
    }
    threads.execute(
        () -> {
          try {
            subscriptions.ask(page, email, words.language());
          } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("A subscription to a status page was not noted");
          } finally {
            room.release();
          }
        });
    return words.said(200, "asked", back);
  }

  /** Answers who opens a link, or presses the button behind it. */
  public void open(RoutingContext context, SubscriberLink link, String token, String language) {
    HttpServerRequest request = context.request();
    if (request.method() != HttpMethod.POST) {
      pages.answer(context, () -> question(link, token, language));
      return;
    }
    // Mail programs post List-Unsubscribe=One-Click (RFC 8058), and the button nothing.
    SmallBody.read(request, MOST_BYTES)
        .onSuccess(body -> pages.answer(context, () -> done(link, token, language)))
        .onFailure(context::fail);
  }

  private PlainPage question(SubscriberLink link, String token, String language) {
    return subscriptions
        .find(link, token)
        .map(one -> SubscriberPages.in(one.language()).question(link.word(), one.email()))
        .orElseGet(() -> SubscriberPages.in(language).said(404, "gone", ""));
  }

  private PlainPage done(SubscriberLink link, String token, String language) {
    SubscriberPages words = SubscriberPages.in(language);
    return subscriptions
        .read(link, token)
        .map(
            named ->
                switch (link) {
                  case CONFIRM ->
                      subscriptions.confirm(named)
                          ? words.said(200, "confirmed", "")
                          : words.said(404, "gone", "");
                  case LEAVE -> {
                    // Whoever is gone already gets what they want.
                    subscriptions.leave(named);
                    yield words.said(200, "left", "");
                  }
                })
        .orElseGet(() -> words.said(404, "gone", ""));
  }
}
