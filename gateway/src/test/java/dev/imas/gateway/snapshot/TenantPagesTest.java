package dev.imas.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantPagesTest {

  private static List<TenantId> tenants(int number) {
    return IntStream.range(0, number).mapToObj(n -> new TenantId(new UUID(1, n))).toList();
  }

  private static List<Integer> sizes(List<List<TenantId>> pages) {
    return pages.stream().map(List::size).toList();
  }

  @Test
  void everyTenantIsOnOnePage() {
    List<TenantId> all = tenants(1_200);

    List<List<TenantId>> pages = TenantPages.of(all);

    assertThat(sizes(pages)).containsExactly(500, 500, 200);
    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
  }

  @Test
  void pageEndsBeforeItsTextsAreTooMuch() {
    List<TenantId> all = tenants(4);
    long half = TenantPages.MOST_BYTES / 2;

    assertThat(
            sizes(TenantPages.of(all, Map.of(all.get(0), half, all.get(1), half, all.get(2), 1L))))
        .containsExactly(2, 2);
  }

  @Test
  void tenantThatIsTooMuchHasAPageOfItsOwn() {
    List<TenantId> all = tenants(3);

    assertThat(sizes(TenantPages.of(all, Map.of(all.get(1), 2 * TenantPages.MOST_BYTES))))
        .containsExactly(1, 1, 1);
  }

  @Test
  void withoutTenantsThereIsNoPage() {
    assertThat(TenantPages.of(List.of())).isEmpty();
  }
}
