package dev.imas.core.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.platform.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list, and how many items to read from there.
 *
 * @param limit the number of items on a page
 * @param after the key of the previous page's last item, as given to {@link Page#of}; null for the
 *     first page
 */
public record ListRange(int limit, @Nullable String after) {

  public static final int DEFAULT_LIMIT = 20;
  public static final int LARGEST_LIMIT = 500;

  /**
   * How many items to read: one more than the page has, which shows whether there is a next page.
   */
  public int fetch() {
    return limit + 1;
  }

  /** The key of a list in the order of ids; null for the first page. */
  public @Nullable UUID afterId() {
    return key(UUID::fromString);
  }

  /** The key of a list in the order of numbers; null for the first page. */
  public @Nullable Integer afterNumber() {
    return key(Integer::valueOf);
  }

  /** The key of a list in the order of time; null for the first page. */
  public @Nullable TimeKey afterTime() {
    return key(TimeKey::parse);
  }

  /**
   * The key of a list in an order of its own; null for the first page.
   *
   * @param parse reads what was given to {@link Page#of}; must fail for anything else
   */
  public <T> @Nullable T key(Function<String, T> parse) {
    try {
      return after == null ? null : parse.apply(after);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "cursor",
          "cursor is not valid; use the next of " + "the page before, or leave it out");
    }
  }

  /** The cursor of the page after an item with that key. */
  public static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String cursor) {
    String key;
    try {
      key =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
              .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a cursor of this API", e);
    }
    if (key.indexOf(0) >= 0) { // PostgreSQL cannot store it in a text
      throw new IllegalArgumentException("not a cursor of this API");
    }
    return key;
  }

  /**
   * A page of a list, as it is returned.
   *
   * @param next the cursor of the following page; null on the last page
   * @param total how many items the list has in all; null if the request did not ask for it
   */
  public record Page<T>(
      List<T> items,
      @Nullable String next,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Total total)
      implements Listed {

    public Page {
      items = List.copyOf(items);
    }

    public Page<T> with(@Nullable Total counted) {
      return new Page<>(items, next, counted);
    }

    /**
     * @param fetched up to {@link ListRange#fetch} items in order
     * @param key the key of an item, after which the next page starts
     */
    public static <T> Page<T> of(List<T> fetched, ListRange paging, Function<T, String> key) {
      boolean hasNext = fetched.size() > paging.limit();
      return of(hasNext ? fetched.subList(0, paging.limit()) : fetched, hasNext, key);
    }

    /**
     * @param items the items of this page; at least one if there is a next page
     * @param key the key of an item, after which the next page starts
     */
    public static <T> Page<T> of(List<T> items, boolean hasNext, Function<T, String> key) {
      return new Page<>(items, hasNext ? encode(key.apply(items.getLast())) : null, null);
    }
  }
}
