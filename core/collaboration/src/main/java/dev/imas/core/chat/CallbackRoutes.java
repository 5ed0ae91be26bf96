package dev.imas.core.chat;

import dev.imas.core.chat.HookRepository.Hook;
import dev.imas.core.chat.Vendor.Said;
import dev.imas.core.http.Api;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.SmallBody;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.TrustedProxies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where vendors post what people write and press: {@code /api/v1/slack/<hook>/commands} and others.
 * The hook names a provider and so a tenant; the vendor's signature proves the request. Without a
 * hook, the only provider of the type is meant (COL-15).
 */
public final class CallbackRoutes {

  private static final Logger log = LoggerFactory.getLogger(CallbackRoutes.class);

  private static final int MOST_BYTES = 64 << 10;

  /** Vendors wait for three seconds. */
  private static final Duration LONGEST = Duration.ofMillis(2_700);

  /** After this come first words, where more can be said later. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final String REPEATED =
      "This was asked before, or too often. Nothing has changed.";

  private static final String UNKNOWN =
      "It is not known whether this was done. Look at the incident before you repeat it.";

  private final ChatDesk desk;
  private final ChatForms forms;
  private final Transactions transactions;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final @Nullable String publicUrl;
  private final HookRepository hooks = new HookRepository();

  /**
   * @param publicUrl core's address as vendors call it; null: what the request says
   */
  public CallbackRoutes(
      ChatDesk desk,
      ChatForms forms,
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      @Nullable String publicUrl) {
    this.desk = desk;
    this.forms = forms;
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  /**
   * @param threads where handlers may await
   */
  public void mount(Router router, CallerLimits limits, Executor threads) {
    Vendor slack = new SlackVendor();
    for (String part : List.of("commands", "interactive", "events")) {
      mount(router, slack, part, limits, threads);
    }
    mount(router, new DiscordVendor(), "interactions", limits, threads);
    mount(router, new TelegramVendor(), "", limits, threads);
    for (String part : List.of("sms", "status")) {
      mount(router, new TwilioVendor(), part, limits, threads);
    }
    mount(router, new TwilioVoiceVendor(), "voice", limits, threads);
  }

  private void mount(
      Router router, Vendor vendor, String part, CallerLimits limits, Executor threads) {
    String end = part.isEmpty() ? "" : "/" + part;
    for (String hook : new String[] {"", "/:hook"}) {
      for (String slash : new String[] {"", "/"}) {
        router
            .route(HttpMethod.POST, Api.BASE + "/" + vendor.path() + hook + end + slash)
            .putMetadata(
                "path", Api.BASE + "/" + vendor.path() + (hook.isEmpty() ? "" : "/{hook}") + end)
            .handler(context -> received(context, vendor, part, limits, threads));
      }
    }
  }

  private void received(
      RoutingContext context, Vendor vendor, String part, CallerLimits limits, Executor threads) {
    String address = TrustedProxies.callerOf(context);
    try {
      limits.unauthenticated(address);
    } catch (Fault e) {
      context.fail(e);
      return;
    }
    Context loop = Objects.requireNonNull(Vertx.currentContext());
    SmallBody.read(context.request(), MOST_BYTES)
        .onFailure(context::fail)
        .onSuccess(
            body -> {
              Posted posted =
                  new Posted(part, context.request().headers(), body, urls(context.request()));
              String hook = context.pathParam("hook");
              FirstWords first = new FirstWords();
              long soon =
                  loop.owner()
                      .setTimer(
                          SOON.toMillis(), late -> first.take().ifPresent(w -> send(context, w)));
              long timer =
                  loop.owner().setTimer(LONGEST.toMillis(), late -> failOnce(context, tooSlow()));
              threads.execute(
                  () -> {
                    Runnable end = answered(context, limits, address, vendor, hook, posted, first);
                    loop.runOnContext(
                        now -> {
                          loop.owner().cancelTimer(soon);
                          loop.owner().cancelTimer(timer);
                          end.run();
                        });
                  });
            });
  }

  private static Fault tooSlow() {
    return Fault.unavailable("this takes too long; look at the incident before you repeat it", 5);
  }

  private static void failOnce(RoutingContext context, Throwable failure) {
    if (!context.response().ended()) {
      context.fail(failure);
    }
  }

  /** Twilio signs the address that it calls. Whoever forges one still lacks the secret. */
  private List<String> urls(HttpServerRequest request) {
    List<String> urls = new ArrayList<>();
    if (publicUrl != null) {
      urls.add(
          (publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl)
              + request.uri());
    }
    if (request.authority() != null) {
      urls.add("https://" + request.authority() + request.uri());
      urls.add("http://" + request.authority() + request.uri());
    }
    return urls;
  }

  // Whatever was awaited may fail in any way, and the request must be answered.
  private Runnable answered(
      RoutingContext context,
      CallerLimits limits,
      String address,
      Vendor vendor,
      @Nullable String hook,
      Posted posted,
      FirstWords first) {
    try {
      Said said = answer(vendor, hook, posted, first);
      limits.authenticated(address);
      return () -> send(context, said);
    } catch (Throwable e) {
      return () -> failOnce(context, e);
    }
  }

  private static void send(RoutingContext context, Said said) {
    if (context.response().ended()) {
      return;
    }
    if (said.contentType().isEmpty()) {
      context.response().end();
    } else {
      context
          .response()
          .putHeader("content-type", said.contentType() + "; charset=utf-8")
          .end(Buffer.buffer(said.body()));
    }
  }

  /** Answers after what it did was committed, and not before. */
  private Said answer(Vendor vendor, @Nullable String name, Posted posted, FirstWords first) {
    Hook hook = hook(vendor, name);
    Map<String, String> config = config(hook);
    if (!vendor.isGenuine(config, posted, clock.instant())) {
      throw Fault.of(
          Fault.Kind.UNAUTHENTICATED,
          "this is not signed as the provider's secrets want it, or the signature is too old");
    }
    return switch (vendor.hear(posted)) {
      case Heard.Nothing nothing -> Said.NOTHING;
      case Heard.Echo echo -> new Said(echo.contentType(), echo.body());
      case Heard.Undelivered report -> {
        desk.undelivered(hook, report);
        yield vendor.said(null);
      }
      case Heard.HungUp report -> {
        desk.hungUp(hook, report);
        yield vendor.said(null);
      }
      case Heard.Pressed pressed -> {
        ChatDesk.Spoken spoken = desk.pressed(hook, vendor, pressed);
        yield spoken == null ? vendor.said(null) : vendor.said(spoken.words(), spoken.language());
      }
      case Heard.Marking marking -> {
        String words = desk.mark(hook, vendor, marking);
        Later later = marking.later();
        yield later == null ? vendor.said(null) : said(hook, vendor, later, words);
      }
      case Heard.Asked asked -> asked(hook, vendor, asked, first);
      case Heard.FormAsked asked ->
          said(hook, vendor, asked.later(), forms.open(hook, vendor, asked));
      case Heard.Submitted sent -> vendor.submitted(forms.submit(hook, vendor, sent));
    };
  }

  private Said asked(Hook hook, Vendor vendor, Heard.Asked asked, FirstWords first) {
    Later later = asked.later();
    if (later == null) {
      return vendor.say(asked, desk.answer(hook, vendor, asked));
    }
    vendor.putOff(asked).ifPresent(first::offer);
    String words;
    try {
      words = desk.answer(hook, vendor, asked);
    } catch (RuntimeException e) {
      if (first.isInTime()) {
        throw e;
      }
      log.atWarn().setCause(e).log("What somebody asked for in a chat failed after first words");
      desk.sayLater(hook, vendor, later, UNKNOWN);
      return Said.NOTHING;
    }
    if (first.isInTime()) {
      return said(hook, vendor, later, words);
    }
    desk.sayLater(hook, vendor, later, words == null ? REPEATED : words);
    return Said.NOTHING;
  }

  /** In the answer to the request, or else where the person sees it. */
  private Said said(Hook hook, Vendor vendor, Later later, @Nullable String words) {
    if (words != null && later.isOnlyWay()) {
      desk.sayLater(hook, vendor, later, words);
      return Said.NOTHING;
    }
    return vendor.said(words);
  }

  private Map<String, String> config(Hook hook) {
    Map<String, String> config = new HashMap<>(hook.config());
    if (hook.sealedSecrets() != null) {
      config.putAll(
          Json.readTexts(
              secrets.open(
                  hook.sealedSecrets(), ProviderKind.sealedFor(hook.tenant(), hook.provider()))));
    }
    return config;
  }

  private Hook hook(Vendor vendor, @Nullable String name) {
    UUID id = name == null ? null : uuidOrUnknown(name);
    List<Hook> found = transactions.runUnbound(tx -> hooks.find(tx, vendor.type(), id)).await();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw Fault.notFound(
        found.isEmpty()
            ? "there is no active provider of type " + vendor.type() + " with this hook"
            : "there are several providers of type "
                + vendor.type()
                + "; put the hook of one into the path, as GET /api/v1/providers shows it");
  }

  private static UUID uuidOrUnknown(String name) {
    try {
      return UUID.fromString(name);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }
}
