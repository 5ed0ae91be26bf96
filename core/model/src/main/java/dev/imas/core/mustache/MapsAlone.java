package dev.imas.core.mustache;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks up names in maps and nowhere else, so that a template reaches no method and no field by
 * reflection.
 */
public final class MapsAlone implements Mustache.Collector {

  private static final Mustache.VariableFetcher FETCHER =
      (context, name) -> {
        Object value = context instanceof Map<?, ?> map ? map.get(name) : null;
        return value == null ? Template.NO_FETCHER_FOUND : value;
      };

  private final Function<Object, @Nullable Iterator<?>> lists;

  /**
   * @param lists what a section repeats of a value; null for one that is no list. The library takes
   *     what is missing for an empty one
   */
  public MapsAlone(Function<Object, @Nullable Iterator<?>> lists) {
    this.lists = lists;
  }

  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    return lists.apply(value);
  }

  @Override
  public Mustache.VariableFetcher createFetcher(Object context, String name) {
    return FETCHER;
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new ConcurrentHashMap<>();
  }
}
