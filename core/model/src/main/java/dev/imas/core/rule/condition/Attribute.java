package dev.imas.core.rule.condition;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules may ask of an alert beside its labels. */
public enum Attribute {
  /** The source that received it, by name or id. */
  SOURCE("source", false),
  /** What kind of sender that source is for, such as {@code prometheus}. */
  SOURCE_TYPE("source_type", false),
  /** The service that labels and earlier rules have chosen, by name, alias or id. */
  SERVICE("service", true),
  /** How critical that service is. */
  TIER("tier", true),
  /** The team that owns that service, by name or id. */
  TEAM("team", true),
  /** How severe the alert is by what its sender says and by earlier rules. */
  SEVERITY("severity", true);

  /** No label begins with it, so that an index may hold both. */
  private static final String MARK = "\0";

  private final String member;
  private final boolean isDecided;
  private final String indexName;

  Attribute(String member, boolean isDecided) {
    this.member = member;
    this.isDecided = isDecided;
    this.indexName = MARK + member;
  }

  /** Its member of a condition in JSON. */
  public String member() {
    return member;
  }

  /** Whether an earlier rule may change it. */
  public boolean isDecided() {
    return isDecided;
  }

  /** What stands for it among the labels of an index. */
  public String indexName() {
    return indexName;
  }

  /** The attribute that stands in an index under this name; empty for a label. */
  public static Optional<Attribute> ofIndex(String name) {
    return name.startsWith(MARK) ? of(name.substring(MARK.length())) : Optional.empty();
  }

  /** The attribute of that member. */
  public static Optional<Attribute> of(String member) {
    return Stream.of(values()).filter(one -> one.member.equals(member)).findFirst();
  }

  /** The members of all, as a sentence names them. */
  static String members() {
    return String.join(", ", Stream.of(values()).map(Attribute::member).toList());
  }

  /** How what an alert is known by is compared: without regard to case. */
  public static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
