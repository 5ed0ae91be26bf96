package dev.imas.core.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some words of a notice, whose language is chosen where its receiver's is known: a row of
 * sentences, each with a code and values. What is said is their texts in a row, without anything in
 * between. Codes are those of {@code wording/<language>/notices.properties}.
 *
 * @param pieces in order
 */
public record Saying(List<Piece> pieces) {

  /** A piece whose only value is said as it is, such as a name or what a person has written. */
  public static final String PLAIN = "=";

  /** A piece that is a time: the moment, and the zone in which it is told. */
  public static final String TIME = "=time";

  /**
   * @param code of the sentence, or {@link #PLAIN} or {@link #TIME}
   * @param values for its places
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Piece(String code, List<String> values) {
    public Piece {
      values = values == null ? List.of() : List.copyOf(values);
    }
  }

  public static final Saying NOTHING = new Saying(List.of());

  public Saying {
    pieces = pieces == null ? List.of() : List.copyOf(pieces);
  }

  public static Saying of(String code, @Nullable Object... values) {
    return NOTHING.and(code, values);
  }

  public static Saying plain(String text) {
    return NOTHING.andPlain(text);
  }

  public static Saying time(Instant at, ZoneId zone) {
    return NOTHING.and(TIME, at, zone);
  }

  public Saying and(String code, @Nullable Object... values) {
    return and(
        new Saying(List.of(new Piece(code, Arrays.stream(values).map(String::valueOf).toList()))));
  }

  public Saying andPlain(String text) {
    return text.isEmpty() ? this : and(PLAIN, text);
  }

  public Saying and(Saying more) {
    List<Piece> all = new ArrayList<>(pieces);
    all.addAll(more.pieces);
    return new Saying(all);
  }

  /** The same, and then more on a line of its own. */
  public Saying line(Saying more) {
    return pieces.isEmpty() || more.pieces.isEmpty() ? and(more) : andPlain("\n").and(more);
  }

  /** These with something between each two. */
  public static Saying joined(String between, List<Saying> all) {
    Saying joined = NOTHING;
    for (Saying one : all) {
      joined = joined.pieces.isEmpty() ? one : joined.andPlain(between).and(one);
    }
    return joined;
  }
}
