package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The topics of Amazon SNS that may post to a source. With it, each post must be signed by SNS.
 *
 * @param topics their ARNs; none where they could not be read, and then nothing may post
 * @param confirms whether subscriptions to them are confirmed without a person
 */
public record SnsTopics(Set<String> topics, boolean confirms) {

  private static final SnsTopics NONE = new SnsTopics(Set.of(), false);
  private static final int MOST = 50;
  private static final List<String> MEMBERS = List.of("confirm", "topics");

  /** FIFO topics, whose names have a dot, deliver nothing over HTTP. */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws(-cn|-us-gov|-eusc)?:sns:[a-z]{2,10}(-[a-z]{2,20}){1,3}-[0-9]{1,2}:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

  public SnsTopics {
    topics = Set.copyOf(topics);
  }

  /**
   * What is wrong is reported. A gateway that cannot read what a later version has stored must not
   * take it for a source that asks for no signatures, so it allows no topic then.
   */
  static SnsTopics read(JsonNode value, SourceConfig.Faults faults) {
    if (!value.isObject()) {
      faults.add("", "must be an object with the ARNs of topics: {\"topics\":[…]}");
      return NONE;
    }
    MembersOfOption members = new MembersOfOption(value, MEMBERS, faults);
    JsonNode named = value.path("topics");
    Set<String> topics = new LinkedHashSet<>();
    if (!named.isArray() || named.isEmpty() || named.size() > MOST) {
      members.add("/topics", "must be a list of 1 to " + MOST + " ARNs of topics");
    }
    for (int i = 0; named.isArray() && i < Math.min(named.size(), MOST); i++) {
      String arn = named.get(i).textValue();
      if (arn == null || !ARN.matcher(arn).matches()) {
        members.add(
            "/topics/" + i,
            "must be the ARN of a standard topic, such as"
                + " arn:aws:sns:eu-west-1:123456789012:alarms");
      } else {
        topics.add(arn);
      }
    }
    JsonNode confirm = value.path("confirm");
    if (!confirm.isMissingNode() && !confirm.isBoolean()) {
      members.add("/confirm", "must be true or false");
    }
    return members.isFaulty() ? NONE : new SnsTopics(topics, confirm.asBoolean(true));
  }
}
