package dev.imas.core.contact;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code /verification-settings}: to which phone numbers codes are sent (trap 73). */
public final class CodeCountryRoutes {

  private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,6}");
  private static final int MOST = 300;

  /**
   * @param isChosen false: they are the countries of the providers' own numbers
   */
  record Shown(List<String> phonePrefixes, boolean isChosen, int version) implements Versioned {

    static Shown of(CodeCountries countries) {
      return new Shown(countries.prefixes(), countries.isChosen(), countries.version());
    }
  }

  private final CodeCountryRepository countries = new CodeCountryRepository();
  private final SingleRoutes<Shown, List<String>> routes;

  public CodeCountryRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Countries());
  }

  public void mount(Api api) {
    routes.mount(
        api,
        "/verification-settings",
        Permission.NOTIFICATION_READ,
        Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Countries implements SingleResource<Shown, List<String>> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("verification_settings", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(countries.read(tx));
    }

    @Override
    public List<String> read(Body body) {
      return prefixes(body.only("phone_prefixes", "is_chosen", "version"));
    }

    @Override
    public boolean replace(Tx tx, List<String> wanted, int version) {
      return countries.write(tx, wanted, version);
    }
  }

  private static List<String> prefixes(Body body) {
    if (!body.has("phone_prefixes")) {
      body.fault("/phone_prefixes", "is missing; send a list such as [\"33\", \"32\"]");
    }
    List<String> given = body.texts("phone_prefixes", MOST, 20);
    TreeSet<String> prefixes = new TreeSet<>();
    for (int i = 0; i < given.size(); i++) {
      String text = given.get(i).strip();
      String prefix = text.startsWith("+") ? text.substring(1) : text;
      if (!PREFIX.matcher(prefix).matches()) {
        body.fault("/phone_prefixes/" + i, "must be the begin of a number: 1 to 7 digits");
      }
      prefixes.add(prefix);
    }
    body.throwIfFaulty();
    return List.copyOf(prefixes);
  }
}
