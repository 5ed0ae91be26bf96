package dev.imas.core.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.item.IncidentActions.Action;
import dev.imas.core.model.Severity;
import dev.imas.core.postmortem.PostMortemText.CitedEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of people in a document: they read as they were written, and break nothing (C162). */
class MarkdownTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain words | plain words",
        "*loud* and `code` | *loud* and `code`",
        "# Heading | \\# Heading",
        "#hashtag | #hashtag",
        "<img src=http://10.0.0.1/> | \\<img src=http://10.0.0.1/>",
        "![x](http://10.0.0.1/) | \\!\\[x](http://10.0.0.1/)",
        "[x](javascript:alert(1)) | [x]\\(javascript:alert(1))",
        "[x](https://example.org) | [x](https://example.org)",
        "[x](MAILTO:a@example.org) | [x](MAILTO:a@example.org)",
        "[x]: javascript:alert(1) | \\[x]: javascript:alert(1)",
        "=== | \\===",
        "--- | \\---",
        "```open | \\```open",
      })
  void blockKeepsItsMarkdownAndNothingThatReachesBeyondIt(String text, String expected) {
    assertThat(MarkdownText.block(text)).isEqualTo(expected);
  }

  @Test
  void codeBetweenFencesStaysAsItIs() {
    String code = "Before\n```sql\nSELECT 1 <> 2 # not a heading\n# nor this\n```\nAfter";
    assertThat(MarkdownText.block(code)).isEqualTo(code);
    assertThat(MarkdownText.block("````\n# in\n```\n# still in\n````\n# out"))
        .isEqualTo("````\n# in\n```\n# still in\n````\n\\# out");
  }

  @Test
  void lineHasNoMarkdownAndNoSecondLine() {
    assertThat(MarkdownText.line("a | b\n# [c](d) <e>"))
        .isEqualTo("a \\| b \\# \\[c\\](d) \\<e\\>");
  }

  @Test
  void documentHasItsSectionsInOrderAndTablesThatTextsCannotLeave() {
    Instant at = Instant.parse("2026-01-02T14:04:10Z");
    PublishedText text =
        new PublishedText(
            PublishedText.FORMAT,
            "INC-7F3KX",
            "Payments | slow",
            Severity.SEV1_CRITICAL,
            1,
            at,
            "bob",
            List.of(
                new PublishedText.Section("root_cause", "The pool\n# was empty"),
                new PublishedText.Section("summary", "Slow")),
            List.of(new CitedEntry(3, at, "NOTE", "ada", "Pool |\nis full")));
    String markdown =
        new PostMortemDocument(
                text,
                "version 1, published by bob",
                "abc",
                List.of(
                    new Action("TASK-1", "Alert at 80 %", "preventive", "ada", at, "Open"),
                    new Action("TASK-2", "Ask | them", null, "", null, "Done")),
                ZoneId.of("Europe/Paris"))
            .markdown();
    assertThat(markdown)
        .isEqualTo(
            """
            # Post-mortem of INC-7F3KX: Payments \\| slow

            SEV1_CRITICAL, version 1, published by bob

            ## Summary

            Slow

            ## Timeline

            Times are of Europe/Paris.

            | Entry | Time | By | What happened |
            |---|---|---|---|
            | 3 | 2026-01-02 15:04:10 | ada | Pool \\| is full |

            ## Root cause

            The pool
            \\# was empty

            ## Actions

            | Task | What is to do | Kind | Owner | Due | Status |
            |---|---|---|---|---|---|
            | TASK-1 | Alert at 80 % | preventive | ada | 2026-01-02 | Open |
            | TASK-2 | Ask \\| them |  |  |  | Done |

            SHA-256 of the published version: `abc`
            """);
  }

  @Test
  void hashIsOfTheBytesOfTheContent() {
    assertThat(PublishedText.sha256("ä"))
        .isEqualTo("33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc");
  }
}
