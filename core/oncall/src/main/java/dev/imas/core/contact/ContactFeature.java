package dev.imas.core.contact;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.user.OwnPassword;
import java.util.List;

/** How people are reached: their contacts, their rules, and the matrix for all. */
public final class ContactFeature implements Feature {

  private final CoreContext core;
  private final AccountWatch accounts;
  private final PersonReach reach;
  private final UserContactRoutes contacts;
  private final RuleRoutes rules;
  private final MatrixRoutes matrix;
  private final CodeCountryRoutes verification;

  /**
   * @param password asks callers for their own
   * @param accounts tells people of changes to their accounts
   */
  public ContactFeature(CoreContext core, OwnPassword password, AccountWatch accounts) {
    this.core = core;
    this.accounts = accounts;
    this.reach = new PersonReach(core.channels());
    this.contacts =
        new UserContactRoutes(
            core.searches(), core.secrets(), core.clock(), core.channels(), password, accounts);
    this.rules = new RuleRoutes(core.searches(), password);
    this.matrix = new MatrixRoutes(core.searches());
    this.verification = new CodeCountryRoutes(core.searches());
  }

  /** How a person would be reached now. */
  public PersonReach reach() {
    return reach;
  }

  public UserContactRoutes contacts() {
    return contacts;
  }

  public RuleRoutes rules() {
    return rules;
  }

  @Override
  public List<String> apiTags() {
    return List.of("contacts");
  }

  @Override
  public void mount(Api api) {
    contacts.mount(api);
    rules.mount(api);
    matrix.mount(api);
    new VerificationRoutes(
            core.searches(), core.queue(), core.secrets(), core.clock(), core.channels(), accounts)
        .mount(api);
    verification.mount(api);
    new PushKeyRoutes(core.secrets()).mount(api);
    new ReachabilityRoutes(core.searches(), reach).mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(MatrixDocuments.of(matrix), new VerificationSettingsDocuments(verification));
  }
}
