package dev.imas.core.http;

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
 * A place in a list and how far to read from it.
 *
 * @param limit items on a page
 * @param after the key of the last item of the page before, null for the first page; as {@link
 *     Page#of} was given it
 */
public record Paging(int limit, @Nullable String after) {

  public static final int DEFAULT_LIMIT = 20;
  public static final int LARGEST_LIMIT = 500;

  /** One more than asked for, to know whether there is a next page. */
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
   * @param parse of what was given to {@link Page#of}; fails for what never was
   */
  public <T> @Nullable T key(Function<String, T> parse) {
    try {
      return after == null ? null : parse.apply(after);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }

  static String encode(String key) {
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
      throw new IllegalArgumentException("not a cursor of ours", e);
    }
    if (key.indexOf(0) >= 0) { // which PostgreSQL takes in no text
      throw new IllegalArgumentException("not a cursor of ours");
    }
    return key;
  }

  /**
   * A page as lists are answered.
   *
   * @param next cursor of the following page, null on the last
   */
  public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
      items = List.copyOf(items);
    }

    /**
     * @param fetched up to {@link Paging#fetch} items in order
     * @param key of an item, from which the next page starts
     */
    public static <T> Page<T> of(List<T> fetched, Paging paging, Function<T, String> key) {
      boolean hasNext = fetched.size() > paging.limit();
      return of(hasNext ? fetched.subList(0, paging.limit()) : fetched, hasNext, key);
    }

    /**
     * @param items of this page alone; at least one where there is a next page
     * @param key as above
     */
    public static <T> Page<T> of(List<T> items, boolean hasNext, Function<T, String> key) {
      return new Page<>(items, hasNext ? encode(key.apply(items.getLast())) : null);
    }
  }
}
