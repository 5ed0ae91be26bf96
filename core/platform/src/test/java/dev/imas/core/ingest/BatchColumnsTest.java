package dev.imas.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchColumnsTest {

  @Test
  void functionAndCallHaveTheSameColumnsInTheSameOrder() {
    assertThat(BatchColumns.ACCEPTED.arguments(4))
        .isEqualTo("$4::uuid[], $5::uuid[], $6::bigint[]");
    assertThat(BatchColumns.placeholders())
        .containsEntry(
            "accepted_parameters", "l_tenant uuid[], l_source uuid[], l_accepted bigint[]")
        .containsEntry("accepted_arrays", "l_tenant, l_source, l_accepted")
        .containsEntry("accepted_names", "tenant, source, accepted")
        .containsEntry(
            "accepted_unnested",
            "unnest(l_tenant) AS tenant, unnest(l_source) AS source, unnest(l_accepted) AS"
                + " accepted");
  }

  @Test
  void arraysComeInTheOrderOfTheColumnsWhateverTheMapSays() {
    assertThat(BatchColumns.ACCEPTED.inOrder(Map.of("accepted", "c", "tenant", "a", "source", "b")))
        .isEqualTo(List.of("a", "b", "c"));
  }

  @Test
  void anArrayTooFewOrTooManyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchColumns.ACCEPTED.inOrder(Map.of("tenant", "a", "source", "b")))
        .withMessage("there is no array for the column ACCEPTED.accepted");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BatchColumns.ACCEPTED.inOrder(
                    Map.of("tenant", "a", "source", "b", "accepted", "c", "rest", "d")));
  }
}
