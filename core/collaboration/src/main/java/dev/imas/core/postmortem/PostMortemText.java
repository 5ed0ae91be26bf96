package dev.imas.core.postmortem;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post-mortem with its texts, as the API shows it.
 *
 * @param sections all of them, in order, also those that nobody has written
 * @param timeline the entries of the incident that it cites
 */
record PostMortemText(
    @JsonUnwrapped PostMortemView head, List<SectionView> sections, Cited timeline)
    implements Versioned {

  PostMortemText {
    sections = List.copyOf(sections);
  }

  @Override
  public int version() {
    return head.version();
  }

  /**
   * A section.
   *
   * @param text Markdown; empty: nobody has written it
   * @param revision If-Match of its next change; 0: nobody has written it
   */
  record SectionView(
      String section,
      String text,
      int revision,
      @Nullable Instant editedAt,
      @Nullable String editedBy) {

    static SectionView none(PostMortemPart part) {
      return new SectionView(part.wireName(), "", 0, null, null);
    }

    static SectionView of(PostMortemRepository.Written written) {
      return new SectionView(
          written.part().wireName(),
          written.text(),
          written.revision(),
          written.editedAt(),
          written.editedBy());
    }
  }

  /**
   * The cited entries.
   *
   * @param revision If-Match of its next change
   */
  record Cited(List<CitedEntry> entries, int revision) {
    Cited {
      entries = List.copyOf(entries);
    }
  }

  /** An entry of the timeline, as it is now or as it was published. */
  record CitedEntry(int seq, Instant at, String type, String author, String message) {}
}
