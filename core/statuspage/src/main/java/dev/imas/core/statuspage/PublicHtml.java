package dev.imas.core.statuspage;

import static dev.imas.core.link.PlainPage.escape;

import dev.imas.core.statuspage.StatusView.ShownComponent;
import dev.imas.core.statuspage.StatusView.ShownIncident;
import dev.imas.core.statuspage.StatusView.ShownMaintenance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Base64;
import java.util.List;

/**
 * A status page in plain HTML: no script, nothing loaded, and no text of people that becomes
 * markup. Colours have a shape and a word beside them. Pure.
 */
final class PublicHtml {

  private static final String STYLE =
      """
      *{box-sizing:border-box}:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#57606a;--line:#d0d7de;--good:#1a6b34;--work:#0b57a4;\
      --warn:#8a5300;--bad:#b3261e}\
      @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--soft:#9ba6b2;--line:#30363d;--good:#56d27a;\
      --work:#79b8ff;--warn:#f0b849;--bad:#ff8a80}}\
      body{font-family:system-ui,sans-serif;line-height:1.5;margin:0;background:var(--paper);color:var(--ink);\
      overflow-wrap:anywhere}\
      header,main,footer{max-width:46rem;margin:0 auto;padding:1rem}\
      h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .3rem}\
      a{color:var(--work)}ul,ol{list-style:none;padding:0;margin:0}p{margin:.3rem 0}\
      .all{border:1px solid;border-left-width:.5rem;border-radius:.3rem;padding:.8rem 1rem;font-weight:bold}\
      .row{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.2rem 1rem;border-bottom:1px solid var(--line);\
      padding:.6rem 0}\
      .state{font-weight:bold}.soft,time{color:var(--soft);font-size:.9rem}.text{white-space:pre-line}\
      .note{border-left:.3rem solid var(--line);padding:.1rem .8rem;margin:.6rem 0}\
      .operational,.resolved{color:var(--good)}.maintenance{color:var(--work)}.degraded{color:var(--warn)}\
      .partial_outage,.major_outage{color:var(--bad)}\
      .up{flex:1 0 100%;min-width:0}.bars{display:flex;align-items:flex-end;gap:1px;height:2rem;margin:.3rem 0}\
      .bars i{flex:1 1 0;min-width:0;height:100%;background:var(--good)}.bars .slight{height:75%;background:var(--warn)}\
      .bars .low{height:45%;background:var(--bad)}.bars .none{height:15%;background:var(--soft)}\
      form p{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}\
      input,button{font:inherit;padding:.4rem .6rem;max-width:100%;color:var(--ink);background:var(--paper);\
      border:1px solid var(--soft);border-radius:.3rem}\
      summary{color:var(--soft);font-size:.9rem;padding:.3rem 0;cursor:pointer}.days{font-size:.9rem}\
      """;

  /** Nothing runs, nothing is loaded, nothing is sent. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256()
          + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  /** The same for a page with a form, which goes back to where the page came from. */
  static final String POLICY_WITH_FORM = POLICY.replace("form-action 'none'", "form-action 'self'");

  /** A policy in the page itself has no word about frames. */
  private static final String POLICY_OF_COPY =
      POLICY.substring(0, POLICY.indexOf("; frame-ancestors"));

  private final PublicWords words;
  private final DateTimeFormatter times;
  private final PublicBars bars;
  private final StringBuilder html = new StringBuilder(8_192);

  private PublicHtml(PublicWords words) {
    this.words = words;
    this.bars = new PublicBars(words);
    this.times =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(words.locale())
            .withZone(ZoneOffset.UTC);
  }

  /** What a page is served as. */
  enum Kind {
    SERVED,
    /** The state is old, since the database does not answer. */
    OLD,
    /** A file that somebody else serves, without headers of ours. */
    COPY
  }

  /**
   * @param feed the address of the feed, relative or not
   * @param subscribe where its form goes; of a copy where the page with the form is; empty: nobody
   *     can subscribe
   */
  static String of(StatusView view, PublicWords words, Kind kind, String feed, String subscribe) {
    return new PublicHtml(words).write(view, kind, feed, subscribe);
  }

  private String write(StatusView view, Kind kind, String feed, String subscribe) {
    html.append("<!DOCTYPE html><html lang=\"")
        .append(words.locale().getLanguage())
        .append("\"><head><meta charset=\"utf-8\">");
    if (kind == Kind.COPY) {
      html.append("<meta http-equiv=\"content-security-policy\" content=\"")
          .append(escape(POLICY_OF_COPY))
          .append("\">");
    }
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .append(escape(view.name()))
        .append("</title><link rel=\"alternate\" type=\"application/atom+xml\" href=\"")
        .append(escape(feed))
        .append("\"><style>")
        .append(STYLE)
        .append("</style></head><body><header><h1>")
        .append(isolated(view.name()))
        .append("</h1>");
    text(view.description());
    html.append("</header><main><p class=\"all ")
        .append(escape(view.state()))
        .append("\">")
        .append(glyph(view.state()))
        .append(escape(words.of("all." + view.state())))
        .append("</p><p>")
        .append(escape(words.of("as_of")))
        .append(' ');
    time(view.asOf());
    html.append("</p>");
    if (kind == Kind.OLD) {
      html.append("<p class=\"degraded\">").append(escape(words.of("old"))).append("</p>");
    }
    if (kind == Kind.COPY) {
      html.append("<p class=\"soft\">").append(escape(words.of("copy"))).append("</p>");
    }
    incidents("incidents", view.incidents());
    components(view.components());
    maintenance(view.maintenance());
    past(view);
    if (!subscribe.isEmpty()) {
      subscription(kind, subscribe);
    }
    html.append("</main><footer><p><a href=\"")
        .append(escape(feed))
        .append("\">")
        .append(escape(words.of("feed")))
        .append("</a></p></footer></body></html>");
    return html.toString();
  }

  private void subscription(Kind kind, String subscribe) {
    heading("subscribe");
    if (kind == Kind.COPY) {
      html.append("<p><a href=\"")
          .append(escape(subscribe))
          .append("\">")
          .append(escape(words.of("subscribe.there")))
          .append("</a></p>");
      return;
    }
    html.append("<form method=\"post\" action=\"")
        .append(escape(subscribe))
        .append("\"><p><label for=\"email\">")
        .append(escape(words.of("subscribe.email")))
        .append("</label> <input id=\"email\" name=\"email\" type=\"email\" required")
        .append(" maxlength=\"320\" autocomplete=\"email\"> <button>")
        .append(escape(words.of("subscribe.go")))
        .append("</button></p></form><p class=\"soft\">")
        .append(escape(words.of("subscribe.about")))
        .append("</p>");
  }

  private void heading(String key) {
    html.append("<h2>").append(escape(words.of(key))).append("</h2>");
  }

  private void incidents(String heading, List<ShownIncident> incidents) {
    if (!incidents.isEmpty()) {
      heading(heading);
      incidents.forEach(this::incident);
    }
  }

  private void incident(ShownIncident one) {
    html.append("<article><h3>").append(isolated(one.title())).append("</h3>");
    affects(one.components());
    html.append("<ol>");
    one.updates()
        .forEach(
            update -> {
              html.append("<li class=\"note\"><span class=\"state ")
                  .append(escape(update.state()))
                  .append("\">")
                  .append(escape(words.of(update.state())))
                  .append("</span> ");
              time(update.at());
              text(update.message());
              html.append("</li>");
            });
    html.append("</ol></article>");
  }

  private void components(List<ShownComponent> components) {
    if (components.isEmpty()) {
      return;
    }
    heading("components");
    String group = "";
    html.append("<ul>");
    for (ShownComponent one : components) {
      if (!one.group().equals(group)) {
        group = one.group();
        html.append("</ul>");
        if (!group.isEmpty()) {
          html.append("<h3>").append(isolated(group)).append("</h3>");
        }
        html.append("<ul>");
      }
      html.append("<li class=\"row\"><span>").append(isolated(one.name())).append("</span>");
      html.append("<span class=\"state ").append(escape(one.state())).append("\">");
      html.append(glyph(one.state())).append(escape(words.of(one.state()))).append("</span>");
      if (!one.description().isEmpty()) {
        html.append("<span class=\"soft\">").append(isolated(one.description())).append("</span>");
      }
      if (one.uptime() != null) {
        html.append(bars.of(one.uptime()));
      }
      html.append("</li>");
    }
    html.append("</ul>");
  }

  private void maintenance(List<ShownMaintenance> maintenance) {
    if (!maintenance.isEmpty()) {
      heading("planned");
      maintenance.forEach(this::maintenance);
    }
  }

  private void maintenance(ShownMaintenance one) {
    html.append("<article><h3>").append(isolated(one.title())).append("</h3><p>");
    if (one.isInProgress()) {
      html.append("<span class=\"state maintenance\">")
          .append(escape(words.of("now")))
          .append("</span> ");
    }
    time(one.startsAt());
    html.append(" <span class=\"soft\">").append(escape(words.of("until"))).append("</span> ");
    time(one.endsAt());
    html.append("</p>");
    affects(one.components());
    text(one.message());
    html.append("</article>");
  }

  private void past(StatusView view) {
    heading("past");
    if (view.past().isEmpty() && view.pastMaintenance().isEmpty()) {
      html.append("<p>").append(escape(words.of("nothing"))).append("</p>");
    }
    view.past().forEach(this::incident);
    view.pastMaintenance().forEach(this::maintenance);
  }

  private void affects(List<String> components) {
    if (!components.isEmpty()) {
      html.append("<p class=\"soft\">").append(escape(words.of("affects"))).append(' ');
      for (int i = 0; i < components.size(); i++) {
        html.append(i == 0 ? "" : ", ").append(isolated(components.get(i)));
      }
      html.append("</p>");
    }
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      html.append("<p class=\"text\" dir=\"auto\">").append(escape(text)).append("</p>");
    }
  }

  private void time(Instant at) {
    html.append("<time datetime=\"")
        .append(at)
        .append("\">")
        .append(escape(times.format(at)))
        .append(" UTC</time>");
  }

  /** Text that cannot turn the direction of what is around it. */
  private static String isolated(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  /** A shape for each state, for who does not see its colour. */
  private static String glyph(String state) {
    String shape =
        switch (ComponentState.named(state).orElse(ComponentState.OPERATIONAL)) {
          case OPERATIONAL -> "✓";
          case MAINTENANCE -> "◆";
          case DEGRADED -> "▲";
          case PARTIAL_OUTAGE -> "◐";
          case MAJOR_OUTAGE -> "✖";
        };
    return "<span aria-hidden=\"true\">" + shape + "</span> ";
  }

  private static String sha256() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
