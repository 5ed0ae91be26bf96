package dev.imas.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Secret;
import dev.imas.fixtures.database.TestDatabase;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapIT {

  @Test
  void firstStartMakesEverythingOnceAndShowsTheSecretsOnce() {
    try (TestDatabase db = TestDatabase.create()) {
      Bootstrap.Result first = run(db, Optional.empty(), Optional.empty());
      Bootstrap.Result second = run(db, Optional.empty(), Optional.empty());

      assertThat(first.newSourceKey().orElseThrow().reveal()).startsWith("imas_src_").hasSize(52);
      assertThat(first.newAdminToken().orElseThrow().reveal()).startsWith("imas_adm_").hasSize(52);
      assertThat(first.newAdminCode().orElseThrow().reveal()).startsWith("imas_inv_");
      assertThat(second)
          .isEqualTo(
              new Bootstrap.Result(
                  first.tenant(), Optional.empty(), Optional.empty(), Optional.empty()));
      assertThat(db.query("SELECT count(*) FROM imas.tenant")).containsExactly("1");
      assertThat(db.query("SELECT name FROM imas.service WHERE is_triage"))
          .containsExactly("Unknown/Triage");
      assertThat(db.query("SELECT type FROM imas.source")).containsExactly("ANY");
      assertThat(db.query("SELECT encode(key_hash, 'escape') FROM imas.source_key").get(0))
          .doesNotContain(first.newSourceKey().get().reveal());
    }
  }

  @Test
  void theFirstTenantHasTheLadderForSev1AsAnyOtherDoes() {
    try (TestDatabase db = TestDatabase.create()) {
      run(db, Optional.empty(), Optional.empty());
      run(db, Optional.empty(), Optional.empty());

      assertThat(db.query("SELECT name FROM imas.escalation_policy"))
          .containsExactly("SEV1 ladder");
      assertThat(
              db.query(
                  "SELECT jsonb_array_length(definition -> 'steps')::text"
                      + " FROM imas.escalation_policy_version"))
          .containsExactly("5");
    }
  }

  @Test
  void pinnedSecretsAreAddedAtAnyStartAndNotShown() {
    try (TestDatabase db = TestDatabase.create()) {
      run(db, Optional.empty(), Optional.empty());
      Optional<Secret> key = Optional.of(new Secret("a-source-key-of-my-own"));
      Optional<Secret> token = Optional.of(new Secret("an-admin-token-of-my-own"));

      Bootstrap.Result pinned = run(db, key, token);
      run(db, key, token);

      assertThat(pinned.newSourceKey()).isEmpty();
      assertThat(pinned.newAdminToken()).isEmpty();
      assertThat(db.count("SELECT count(*) FROM imas.source_key")).isEqualTo(2);
      assertThat(db.count("SELECT count(*) FROM imas.api_token")).isEqualTo(2);
    }
  }

  private static Bootstrap.Result run(
      TestDatabase db, Optional<Secret> key, Optional<Secret> token) {
    return Bootstrap.run(db.config(), InstantSource.system(), key, token);
  }
}
