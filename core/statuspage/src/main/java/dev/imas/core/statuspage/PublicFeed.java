package dev.imas.core.statuspage;

import dev.imas.core.link.PlainPage;
import dev.imas.core.statuspage.StatusView.ShownIncident;
import dev.imas.core.statuspage.StatusView.ShownMaintenance;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A status page as an Atom feed: an entry for each incident and each maintenance. Pure. */
final class PublicFeed {

  /** Readers ask for the whole feed each time. */
  private static final int MOST = 50;

  private PublicFeed() {}

  private record Entry(UUID id, String title, Instant updated, String text) {}

  /**
   * @param address of the page, without its ending
   */
  static String of(StatusView view, PublicWords words, String address) {
    List<Entry> entries =
        Stream.of(
                view.incidents().stream().map(one -> entry(one, words)),
                view.past().stream().map(one -> entry(one, words)),
                view.maintenance().stream().map(PublicFeed::entry),
                view.pastMaintenance().stream().map(PublicFeed::entry))
            .flatMap(all -> all)
            .sorted(Comparator.comparing(Entry::updated).reversed().thenComparing(Entry::id))
            .limit(MOST)
            .toList();
    Instant updated = entries.isEmpty() ? Instant.EPOCH : entries.getFirst().updated();
    StringBuilder xml = new StringBuilder(4_096);
    xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        .append("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>")
        .append(escape(view.name()))
        .append("</title><id>")
        .append(escape(address))
        .append("</id><link href=\"")
        .append(escape(address))
        .append("\"/><link rel=\"self\" href=\"")
        .append(escape(address))
        .append(".atom\"/><author><name>")
        .append(escape(view.name()))
        .append("</name></author><updated>")
        .append(updated)
        .append("</updated>");
    for (Entry entry : entries) {
      xml.append("<entry><id>urn:uuid:")
          .append(entry.id())
          .append("</id><title>")
          .append(escape(entry.title()))
          .append("</title><updated>")
          .append(entry.updated())
          .append("</updated><link href=\"")
          .append(escape(address))
          .append("\"/><content type=\"text\">")
          .append(escape(entry.text()))
          .append("</content></entry>");
    }
    return xml.append("</feed>").toString();
  }

  private static Entry entry(ShownIncident one, PublicWords words) {
    StringBuilder text = new StringBuilder();
    one.updates()
        .forEach(
            update ->
                text.append(update.at())
                    .append(' ')
                    .append(words.of(update.state()))
                    .append('\n')
                    .append(update.message())
                    .append("\n\n"));
    Instant updated = one.updates().isEmpty() ? one.startedAt() : one.updates().getFirst().at();
    return new Entry(
        one.id(), one.title() + ": " + words.of(one.state()), updated, text.toString().strip());
  }

  private static Entry entry(ShownMaintenance one) {
    return new Entry(
        one.id(),
        one.title(),
        one.updatedAt(),
        (one.startsAt() + " – " + one.endsAt() + "\n" + one.message()).strip());
  }

  /** Text as XML has it; what XML cannot hold is a question mark. */
  private static String escape(String text) {
    StringBuilder held = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                held.appendCodePoint(
                    c == '\t'
                            || c == '\n'
                            || c == '\r'
                            || c >= 0x20 && c <= 0xD7FF
                            || c >= 0xE000 && c <= 0xFFFD
                            || c >= 0x10000
                        ? c
                        : '?'));
    return PlainPage.escape(held.toString());
  }
}
