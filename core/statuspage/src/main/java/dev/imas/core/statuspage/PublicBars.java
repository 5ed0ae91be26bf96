package dev.imas.core.statuspage;

import static dev.imas.core.link.PlainPage.escape;

import dev.imas.core.statuspage.Uptime.Day;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;

/**
 * What probes measured of a component, as a bar for each day. The bars are one picture with a text,
 * and each day that was not wholly up is a line of a list. Pure.
 */
final class PublicBars {

  /** From here on, a day with an outage is a slight one. */
  private static final double SLIGHT = 99;

  private final PublicWords words;
  private final NumberFormat number;
  private final DateTimeFormatter dates;

  PublicBars(PublicWords words) {
    this.words = words;
    this.number = NumberFormat.getNumberInstance(words.locale());
    this.number.setMaximumFractionDigits(2);
    this.number.setRoundingMode(RoundingMode.DOWN);
    this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(words.locale());
  }

  String of(Uptime uptime) {
    StringBuilder html = new StringBuilder(8_192);
    String summary = summary(uptime);
    html.append("<div class=\"up\"><div class=\"bars\" role=\"img\" aria-label=\"")
        .append(escape(summary))
        .append("\">");
    for (Day day : uptime.days()) {
      html.append("<i class=\"").append(look(day)).append("\"></i>");
    }
    html.append("</div><details><summary>")
        .append(escape(summary))
        .append("</summary><ul class=\"days\">");
    for (String line : lines(uptime)) {
      html.append("<li>").append(escape(line)).append("</li>");
    }
    return html.append("</ul></details></div>").toString();
  }

  /** Each look has a height of its own, besides its colour. */
  private static String look(Day day) {
    if (!day.hasData()) {
      return "none";
    }
    if (day.downSeconds() == 0) {
      return "full";
    }
    return Uptime.percentage(day.upSeconds(), day.downSeconds()) >= SLIGHT ? "slight" : "low";
  }

  private String summary(Uptime uptime) {
    Double percentage = uptime.percentage();
    return percentage == null
        ? words.of("uptime.none")
        : number.format(percentage) + words.of("uptime.up");
  }

  /** Days alike that follow each other are one line. */
  List<String> lines(Uptime uptime) {
    List<String> lines = new ArrayList<>();
    String said = "";
    LocalDate from = LocalDate.EPOCH;
    LocalDate to = from;
    for (Day day : uptime.days()) {
      String says = says(day);
      if (!says.equals(said)) {
        add(lines, from, to, said);
        said = says;
        from = day.day();
      }
      to = day.day();
    }
    add(lines, from, to, said);
    return lines;
  }

  private void add(List<String> lines, LocalDate from, LocalDate to, String said) {
    if (!said.isEmpty()) {
      lines.add(
          dates.format(from)
              + (from.equals(to) ? "" : " – " + dates.format(to))
              + words.of("colon")
              + said);
    }
  }

  private String says(Day day) {
    if (!day.hasData()) {
      return words.of("uptime.day.none");
    }
    String up =
        day.downSeconds() == 0
            ? words.of("uptime.day.full")
            : number.format(Uptime.percentage(day.upSeconds(), day.downSeconds()))
                + words.of("uptime.day.up");
    return day.unmeasuredSeconds() < Duration.ofMinutes(10).toSeconds()
        ? up
        : up + ", " + inWords(day.unmeasuredSeconds()) + words.of("uptime.day.unmeasured");
  }

  private static String inWords(int seconds) {
    Duration time = Duration.ofSeconds(seconds);
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min";
  }
}
