package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts the tenants that are to be read into pages, each of which is read at once. */
final class TenantPages {

  /** Tenants of a page. */
  static final int MOST = 500;

  /**
   * Bytes of a page, as they are stored. Texts may be ten times as large in memory, and two pages
   * are read at once. A single tenant may have more.
   */
  static final long MOST_BYTES = 2L << 20;

  private TenantPages() {}

  /** By their number alone. */
  static List<List<TenantId>> of(List<TenantId> tenants) {
    return of(tenants, Map.of());
  }

  /**
   * @param bytes of each tenant; 0 for those that are missing
   */
  static List<List<TenantId>> of(List<TenantId> tenants, Map<TenantId, Long> bytes) {
    List<List<TenantId>> pages = new ArrayList<>();
    List<TenantId> page = new ArrayList<>();
    long size = 0;
    for (TenantId tenant : tenants) {
      long own = bytes.getOrDefault(tenant, 0L);
      if (page.size() == MOST || (!page.isEmpty() && size + own > MOST_BYTES)) {
        pages.add(List.copyOf(page));
        page.clear();
        size = 0;
      }
      page.add(tenant);
      size += own;
    }
    if (!page.isEmpty()) {
      pages.add(List.copyOf(page));
    }
    return pages;
  }
}
