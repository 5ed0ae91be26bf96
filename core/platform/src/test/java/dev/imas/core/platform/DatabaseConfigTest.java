package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.DatabaseConfig.Tls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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
        .isEqualTo(
            "jdbc:postgresql://db.example.com:6432/imas?sslmode=require"
                + "&connectTimeout=10&loginTimeout=10&socketTimeout=300&tcpKeepAlive=true");
  }

  @Test
  void readsSeveralServersAsLibpqDoes() {
    DatabaseConfig config =
        DatabaseConfig.parse(
            "postgresql://u:p,w@db1,db2.example:6432,[::1]:7000/d?target_session_attrs=read-write");

    assertThat(config.servers())
        .containsExactly(
            new DatabaseConfig.Server("db1", 5432),
            new DatabaseConfig.Server("db2.example", 6432),
            new DatabaseConfig.Server("[::1]", 7000));
    assertThat(DatabaseConfig.parse(config.url().reveal())).isEqualTo(config);
    assertThat(config.as(Login.APP).servers()).isEqualTo(config.servers());
    assertThat(config.jdbcUrl())
        .startsWith(
            "jdbc:postgresql://db1:5432,db2.example:6432,[::1]:7000/d?targetServerType=primary&");
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

  /** A password with a typing error is on the terminal, and in whatever records the terminal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "se cret",
        "se%cret",
        "se%zzcret",
        "se#cret",
        "se/cret",
        "se?cret=x&sslmode=secret",
        "se@cret",
        "se[cret]",
        "se\"cret<>",
        "se^cret|{}",
        "se\\cret",
        "se\u0000cret",
        "secret%",
        "s\u00e9cret%"
      })
  void noFaultTellsThePassword(String password) {
    for (String url :
        List.of(
            "postgresql://owner:" + password + "@db/imas",
            "postgresql://owner:" + password + "@db:x/imas",
            "postgresql://owner:" + password,
            "jdbc:postgresql://owner:" + password + "@db")) {
      try {
        assertThat(DatabaseConfig.parse(url).toString()).doesNotContain("cret");
      } catch (IllegalArgumentException fault) {
        StringWriter told = new StringWriter();
        fault.printStackTrace(new PrintWriter(told));
        assertThat(told.toString().replace("percent", "").replace("escape", ""))
            .doesNotContain("cret");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p@ss", "a+b c", "100%", "\u00fc/\u00df?#[]", "plain"})
  void aUrlIsReadAsItIsWritten(String password) {
    DatabaseConfig config =
        new DatabaseConfig("db", 5433, "imas", "own er", new Secret(password), Tls.VERIFY);

    assertThat(DatabaseConfig.parse(config.url().reveal())).isEqualTo(config);
  }

  @Test
  void aPlusIsAPlus() {
    assertThat(DatabaseConfig.parse("postgresql://u:a+b@h/d").password())
        .isEqualTo(new Secret("a+b"));
  }

  @Test
  void aLoginOfItsOwnIsThatLoginAndNoOther() {
    DatabaseConfig owner = DatabaseConfig.parse("postgresql://u:p@h/d");
    DatabaseConfig gateway = DatabaseConfig.parse(owner.as(Login.INGEST).url().reveal());

    assertThat(owner.isRestricted()).isFalse();
    assertThat(gateway.isRestricted()).isTrue();
    assertThat(gateway.as(Login.INGEST)).isEqualTo(owner.as(Login.INGEST));
    assertThatThrownBy(() -> gateway.as(Login.APP)).isInstanceOf(IllegalStateException.class);
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
        "postgresql://u:p@h,/d",
        "postgresql://u:p@h:70000/d",
        "postgresql://u:p@h:1:2/d",
        "postgresql://u:p@h/d?sslmode=maybe"
      })
  void whatIsMissingIsSaid(String url) {
    assertThatThrownBy(() -> DatabaseConfig.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*\\S.*");
  }
}
