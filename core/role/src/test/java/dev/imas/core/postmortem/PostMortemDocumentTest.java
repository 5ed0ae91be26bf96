package dev.imas.core.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.item.IncidentActions.Action;
import dev.imas.core.model.Severity;
import dev.imas.core.postmortem.PostMortemText.CitedEntry;
import dev.imas.core.report.ReportFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A post-mortem as a document: texts of people break nothing of it (C162). */
class PostMortemDocumentTest {

  private static final Instant AT = Instant.parse("2026-01-02T14:04:10Z");

  private static String markdown() {
    PublishedText text =
        new PublishedText(
            PublishedText.FORMAT,
            "INC-7F3KX",
            "Payments | slow",
            Severity.SEV1_CRITICAL,
            1,
            AT,
            "bob",
            List.of(
                new PublishedText.Section("root_cause", "The pool\n\n# was empty <img src=x>"),
                new PublishedText.Section("summary", "**Slow**, see [x](javascript:alert(1))")),
            List.of(new CitedEntry(3, AT, "NOTE", "ada", "Pool |\nis full")));
    return new String(
        ReportFormat.MARKDOWN.write(
            new PostMortemDocument(
                    text,
                    "version 1, published by bob",
                    "abc",
                    List.of(
                        new Action("TASK-1", "Alert at 80 %", "preventive", "ada", AT, "Open"),
                        new Action("TASK-2", "Ask | them", null, "", null, "Done")),
                    ZoneId.of("Europe/Paris"))
                .report()),
        StandardCharsets.UTF_8);
  }

  @Test
  void sectionsStandInTheirOrderWhateverTheOrderInWhichTheyWereWritten() {
    assertThat(markdown().lines().filter(line -> line.startsWith("#")))
        .containsExactly(
            "# Post-mortem of INC-7F3KX",
            "## Summary",
            "## Timeline",
            "## Root cause",
            "### was empty \\<img src=x\\>",
            "## Actions");
  }

  @Test
  void timelineAndActionsAreTablesThatTextsCannotLeave() {
    assertThat(markdown().lines().filter(line -> line.startsWith("|3") || line.contains("TASK-")))
        .containsExactly(
            "|3|2026-01-02 15:04:10|ada|Pool \\| is full|",
            "|TASK-1|Alert at 80 %|preventive|ada|2026-01-02|Open|",
            "|TASK-2|Ask \\| them|–|–|–|Done|");
  }

  @Test
  void hashStandsInTheDocumentAndNoLinkRunsAnything() {
    assertThat(markdown()).contains("abc").contains("**Slow**").doesNotContain("javascript:");
  }

  @Test
  void hashIsOfTheBytesOfTheContent() {
    assertThat(PublishedText.sha256("ä"))
        .isEqualTo("33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc");
  }
}
