package dev.imas.gateway.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityHashTest {

  private static final IdentityScope SCOPE = IdentityScope.sharedIn(new TenantId(new UUID(1, 2)));

  private static Fingerprint of(Labels labels, LabelSelection selection) {
    return IdentityHash.start(SCOPE, "kind", "labels").add(labels, selection).finish();
  }

  private static Fingerprint of(String... fields) {
    IdentityHash hash = IdentityHash.start(SCOPE, "kind", "fields");
    for (String field : fields) {
      hash.add(field);
    }
    return hash.finish();
  }

  /** Later versions find stored fingerprints only while these stay the same. */
  @Test
  void fingerprintsNeverChangeFromOneVersionToTheNext() {
    assertThat(of(Labels.of("alertname", "X", "instance", "a:80"), LabelSelection.ALL))
        .hasToString("260e2e97185b89b7865def9e1f897d07");
    assertThat(of("caf\u00e9", "\ud83d\udca5", "\u0000", "\ud800"))
        .hasToString("5e68ff66c777311ad864cc7a52f70bf7");
  }

  @Test
  void fieldsNeverRunTogether() {
    assertThat(
            List.of(
                of("ab", "c"),
                of("a", "bc"),
                of("abc"),
                of("abc", ""),
                of("", "abc"),
                of(),
                of("")))
        .doesNotHaveDuplicates();
  }

  @Test
  void textsThatNoEncodingTellsApartStayDifferent() {
    List<Fingerprint> all = new ArrayList<>();
    for (int c = 0; c <= 0xffff; c++) {
      all.add(of(String.valueOf((char) c)));
    }
    all.add(of("\ud83d\udca5"));
    all.add(of("\udca5\ud83d"));

    assertThat(all).doesNotHaveDuplicates();
  }

  private static Fingerprint of(UUID source) {
    return IdentityHash.start(new IdentityScope(SCOPE.tenant(), source), "a", "b").finish();
  }

  @Test
  void tenantKindSourceAndSchemeKeepIdentitiesApart() {
    assertThat(
            List.of(
                IdentityHash.start(SCOPE, "a", "b").finish(),
                IdentityHash.start(SCOPE, "b", "a").finish(),
                IdentityHash.start(SCOPE, "ab", "").finish(),
                IdentityHash.start(IdentityScope.sharedIn(new TenantId(new UUID(1, 3))), "a", "b")
                    .finish(),
                of(new UUID(1, 1)),
                of(new UUID(1, 2))))
        .doesNotHaveDuplicates();
  }

  @Test
  void textsLongerThanTheBufferDifferAtTheirEnds() {
    for (int length : new int[] {4070, 4075, 4090, 4096, 8192, 100_000}) {
      String text = "\u20ac".repeat(length);
      assertThat(of(text + "a")).isNotEqualTo(of(text + "b"));
      assertThat(of(text + "a")).isEqualTo(of(text + "a"));
    }
  }

  @Test
  void selectionNarrowsTheLabelsAndNeverToNothing() {
    Labels labels = Labels.of("a", "1", "b", "2");

    assertThat(of(labels, new LabelSelection(Set.of("a"), Set.of())))
        .isEqualTo(of(Labels.of("a", "1"), LabelSelection.ALL))
        .isEqualTo(of(labels, new LabelSelection(Set.of(), Set.of("b"))))
        .isEqualTo(of(labels, new LabelSelection(Set.of("a"), Set.of("a"))));
    assertThat(of(labels, new LabelSelection(Set.of("z"), Set.of())))
        .isEqualTo(of(labels, LabelSelection.ALL));
  }

  @Test
  void labelsThatChangeAreLeftOutUnlessAnAllowListNamesThem() {
    Labels labels = Labels.of("a", "1", "severity", "high");
    Set<String> changing = Set.of("severity");

    assertThat(only(labels, LabelSelection.ALL, changing))
        .isEqualTo(only(Labels.of("a", "1"), LabelSelection.ALL, changing));
    assertThat(only(labels, new LabelSelection(Set.of("severity"), Set.of()), changing))
        .isNotEqualTo(only(Labels.EMPTY, LabelSelection.ALL, changing));
  }

  private static Fingerprint only(Labels labels, LabelSelection selection, Set<String> changing) {
    return IdentityHash.start(SCOPE, "kind", "labels")
        .addOnly(labels, selection, changing)
        .finish();
  }
}
