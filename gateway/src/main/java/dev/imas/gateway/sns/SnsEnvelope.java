package dev.imas.gateway.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the envelope that SNS posts. Pure. */
final class SnsEnvelope {

  private static final List<String> PROOF =
      List.of("Signature", "SignatureVersion", "SigningCertURL");

  private static final String SIGNED_ONLY =
      "; this source accepts what SNS has signed alone (sns in its config), so switch raw message"
          + " delivery off and subscribe this address itself, not a Lambda function that forwards";

  sealed interface Envelope {
    record Read(SnsMessage message) implements Envelope {}

    /**
     * @param why as a sentence without its end
     */
    record NotOne(String why) implements Envelope {}
  }

  private SnsEnvelope() {}

  static Envelope read(byte[] body) {
    Map<String, String> members;
    try (JsonParser json = factory().createParser(body)) {
      members = members(json);
    } catch (IOException e) {
      return new Envelope.NotOne(
          "the body is not JSON, or names a member twice, so it is no message of SNS"
              + SIGNED_ONLY);
    }
    SnsMessage.Kind kind = SnsMessage.Kind.of(members.getOrDefault("Type", ""));
    if (kind == null) {
      return new Envelope.NotOne("the body has no Type of SNS" + SIGNED_ONLY);
    }
    for (String name : Stream.concat(kind.needed().stream(), PROOF.stream()).toList()) {
      if (!members.containsKey(name)) {
        return new Envelope.NotOne("the message has no text as " + name + SIGNED_ONLY);
      }
    }
    String id = members.getOrDefault("MessageId", "");
    if (id.isEmpty() || id.length() > SnsMessage.LONGEST_ID || id.indexOf(0) >= 0) {
      return new Envelope.NotOne("the MessageId is none of SNS");
    }
    return new Envelope.Read(
        new SnsMessage(
            kind,
            id,
            members.getOrDefault("TopicArn", ""),
            members.getOrDefault("Message", ""),
            members.get("Subject"),
            members.getOrDefault("Timestamp", ""),
            members.get("Token"),
            members.get("SubscribeURL"),
            members.getOrDefault("SignatureVersion", ""),
            members.getOrDefault("Signature", ""),
            members.getOrDefault("SigningCertURL", "")));
  }

  /**
   * A member that is there twice is refused: what the signature is checked over must be what is
   * read of the body afterwards. A factory of its own for each body, since one would keep the names
   * of all members that were ever posted.
   */
  private static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /** The members of the outermost object that are texts; none where it is no object. */
  private static Map<String, String> members(JsonParser json) throws IOException {
    Map<String, String> members = new HashMap<>();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return members;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        members.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new IOException("something follows the object");
    }
    return members;
  }
}
