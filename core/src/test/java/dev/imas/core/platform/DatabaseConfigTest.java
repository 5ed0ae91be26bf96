package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.DatabaseConfig.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseConfigTest {

  @Test
  void readsAUrl() {
    DatabaseConfig config =
        DatabaseConfig.parse("postgresql://owner:p%40ss@db.example.com:6432/imas?sslmode=require");

    assertThat(config)
        .isEqualTo(
            new DatabaseConfig(
                "db.example.com", 6432, "imas", "owner", new Secret("p@ss"), Tls.REQUIRE));
    assertThat(config.toString()).doesNotContain("p@ss");
    assertThat(config.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example.com:6432/imas?sslmode=require");
  }

  @Test
  void thePortIsPostgresqlsOwnUnlessSaid() {
    assertThat(DatabaseConfig.parse("postgres://u:p@h/d").port()).isEqualTo(5432);
  }

  @Test
  void eachLoginHasAPasswordOfItsOwnThatFollowsFromTheOwners() {
    DatabaseConfig owner = DatabaseConfig.parse("postgresql://u:p@h/d");
    DatabaseConfig other = DatabaseConfig.parse("postgresql://u:q@h/d");

    assertThat(owner.as(Login.APP).password())
        .isEqualTo(owner.as(Login.APP).password())
        .isNotEqualTo(owner.as(Login.INGEST).password())
        .isNotEqualTo(other.as(Login.APP).password())
        .isNotEqualTo(owner.password());
    assertThat(owner.as(Login.NOTIFIER).user()).isEqualTo("imas_notifier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:p@h/d",
        "postgresql://h/d",
        "postgresql://u@h/d",
        "postgresql://u:@h/d",
        "postgresql://u:p@h",
        "postgresql://u:p@h/",
        "postgresql://u:p@h/d?sslmode=maybe"
      })
  void whatIsMissingIsSaid(String url) {
    assertThatThrownBy(() -> DatabaseConfig.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*\\S.*");
  }
}
