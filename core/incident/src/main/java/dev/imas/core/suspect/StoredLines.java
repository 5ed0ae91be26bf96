package dev.imas.core.suspect;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.platform.Json;
import dev.imas.core.suspicion.SuspectLine;
import dev.imas.core.suspicion.SuspectLine.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a score as JSON. A reason of another version is left as it is. */
final class StoredLines {

  private static final TypeReference<List<Line>> LINES = new TypeReference<>() {};

  private StoredLines() {}

  @JsonIgnoreProperties(ignoreUnknown = true) // of a newer version
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String reason,
      int points,
      @Nullable Integer minutes,
      @Nullable Integer confirmed,
      @Nullable Integer judged) {

    static Line of(SuspectLine line) {
      return new Line(
          line.reason().wireName(), line.points(), line.minutes(), line.confirmed(), line.judged());
    }

    /** As people read it. */
    String text() {
      Optional<Reason> known = Reason.parse(reason);
      return known
          .map(one -> new SuspectLine(one, points, minutes, confirmed, judged).text())
          .orElse(reason);
    }
  }

  static String write(List<SuspectLine> lines) {
    return Json.write(lines.stream().map(Line::of).toList());
  }

  static List<Line> read(String json) {
    return Json.read(json, LINES);
  }
}
