package dev.imas.core.contact;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code /verification-settings}: to which phone numbers codes are sent (trap 73). */
public final class CodeCountryRoutes {

  private static final Audit.Subject SUBJECT = new Audit.Subject("verification_settings", null);
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

  private final Transactions transactions;
  private final CodeCountryRepository countries = new CodeCountryRepository();

  public CodeCountryRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/verification-settings", Permission.NOTIFICATION_READ, this::get);
    api.put("/verification-settings", Permission.NOTIFICATION_MANAGE, this::put);
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), tx -> Shown.of(countries.read(tx))));
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    List<String> wanted = prefixes(call.body().only("phone_prefixes", "is_chosen", "version"));
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              CodeCountries before = countries.read(tx);
              if (before.version() != version || !countries.write(tx, wanted, version)) {
                throw Constraints.overtaken();
              }
              Shown after = Shown.of(countries.read(tx));
              call.audit(tx, Audit.Change.update(SUBJECT, Shown.of(before), after));
              return after;
            }));
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
