package dev.imas.core.wording;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks up names in maps and nowhere else, so that a template reaches no method and no field by
 * reflection.
 */
final class MapsAlone implements Mustache.Collector {

  private static final Mustache.VariableFetcher FETCHER =
      (context, name) -> {
        Object value = context instanceof Map<?, ?> map ? map.get(name) : null;
        return value == null ? Template.NO_FETCHER_FOUND : value;
      };

  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    return value instanceof Items items ? items.iterator() : null;
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
