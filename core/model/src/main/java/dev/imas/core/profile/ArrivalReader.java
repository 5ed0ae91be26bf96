package dev.imas.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.profile.Arrival.Coding;
import dev.imas.core.profile.Arrival.FieldsOf;
import dev.imas.core.profile.Arrival.Hash;
import dev.imas.core.profile.Arrival.HeadersOf;
import dev.imas.core.profile.Arrival.Reply;
import dev.imas.core.profile.Arrival.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a profile says of how posts arrive, and how they are answered. */
final class ArrivalReader {

  /** They stand beside the shapes and never in one: a body is not read before it has arrived. */
  static final Set<String> MEMBERS =
      Set.of("signature", "form", "get", "headers", "deadline_ms", "answer", "delivery_id");

  private static final Set<String> OF_SIGNATURE =
      Set.of(
          "header",
          "scheme",
          "encoding",
          "prefix",
          "time_header",
          "joint",
          "dated",
          "id_header",
          "key_prefix");
  private static final Set<String> OF_ANSWER = Set.of("status", "body");
  private static final Set<String> OF_HEADERS = Set.of("prefix", "body");
  private static final Pattern HEADER_PREFIX = Pattern.compile("[a-z][a-z0-9]{0,20}-");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final int MOST_SIGNATURES = 4;
  private static final int SHORTEST_DEADLINE = 100;
  private static final int LONGEST_DEADLINE = 60_000;
  private static final int LONGEST_ANSWER = 2_000;

  private final SenderProfile.Faults faults;

  ArrivalReader(SenderProfile.Faults faults) {
    this.faults = faults;
  }

  Arrival read(JsonNode profile) {
    return new Arrival(
        signatures(profile.get("signature")),
        fields("form", profile.get("form")),
        fields("get", profile.get("get")),
        headers(profile.get("headers")),
        deadline(profile.get("deadline_ms")),
        answer(profile.get("answer")),
        deliveryIds(profile.get("delivery_id")));
  }

  private List<Signature> signatures(@Nullable JsonNode value) {
    List<Signature> read = new ArrayList<>();
    if (value == null) {
      return read;
    }
    if (!value.isArray()) {
      add(read, signature("/signature", value));
    } else if (value.isEmpty() || value.size() > MOST_SIGNATURES) {
      faults.add("/signature", "must be an object, or a list of 1 to " + MOST_SIGNATURES);
    } else {
      for (int i = 0; i < value.size(); i++) {
        add(read, signature("/signature/" + i, value.get(i)));
      }
    }
    return read;
  }

  private static void add(List<Signature> to, @Nullable Signature signature) {
    if (signature != null) {
      to.add(signature);
    }
  }

  private @Nullable Signature signature(String at, JsonNode value) {
    if (!value.isObject()) {
      faults.add(at, "must be an object with header");
      return null;
    }
    known(at, value, OF_SIGNATURE);
    String header = header(at + "/header", value.get("header"));
    String timeHeader =
        value.has("time_header") ? header(at + "/time_header", value.get("time_header")) : null;
    Hash hash =
        switch (word(at + "/scheme", value.get("scheme"), "hmac-sha256")) {
          case "hmac-sha256" -> Hash.SHA256;
          case "hmac-sha1" -> Hash.SHA1;
          default -> null;
        };
    Coding coding =
        switch (word(at + "/encoding", value.get("encoding"), "hex")) {
          case "hex" -> Coding.HEX;
          case "base64" -> Coding.BASE64;
          default -> null;
        };
    if (hash == null) {
      faults.add(at + "/scheme", "must be hmac-sha256 or hmac-sha1");
    }
    if (coding == null) {
      faults.add(at + "/encoding", "must be hex or base64");
    }
    JsonNode dated = value.get("dated");
    if (dated != null && !dated.isBoolean()) {
      faults.add(at + "/dated", "must be true or false");
    }
    String prefix = word(at + "/prefix", value.get("prefix"), "");
    String joint = word(at + "/joint", value.get("joint"), ".");
    String idHeader =
        value.has("id_header") ? header(at + "/id_header", value.get("id_header")) : null;
    if (idHeader != null && timeHeader == null) {
      faults.add(at + "/id_header", "needs time_header, since an id is signed before a time");
    }
    String keyPrefix = word(at + "/key_prefix", value.get("key_prefix"), "");
    return header == null || hash == null || coding == null
        ? null
        : new Signature(
            header,
            hash,
            coding,
            prefix,
            timeHeader,
            joint,
            dated != null && dated.asBoolean(),
            idHeader,
            keyPrefix);
  }

  private List<String> deliveryIds(@Nullable JsonNode value) {
    List<String> read = new ArrayList<>();
    if (value == null) {
      return read;
    }
    if (!value.isArray() || value.isEmpty() || value.size() > MOST_SIGNATURES) {
      faults.add("/delivery_id", "must be a list of 1 to " + MOST_SIGNATURES + " headers");
      return read;
    }
    for (int i = 0; i < value.size(); i++) {
      String header = header("/delivery_id/" + i, value.get(i));
      if (header != null) {
        read.add(header);
      }
    }
    return read;
  }

  private @Nullable String header(String at, @Nullable JsonNode value) {
    if (value == null || !value.isTextual() || !HEADER.matcher(value.textValue()).matches()) {
      faults.add(at, "must be the name of a header, such as X-Hub-Signature-256");
      return null;
    }
    return value.textValue();
  }

  private String word(String at, @Nullable JsonNode value, String usual) {
    if (value == null) {
      return usual;
    }
    if (!value.isTextual() || value.textValue().length() > ProfileLimits.TEXT) {
      faults.add(at, "must be a text of at most " + ProfileLimits.TEXT + " characters");
      return usual;
    }
    return value.textValue();
  }

  private @Nullable FieldsOf fields(String member, @Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isBoolean() && value.booleanValue()) {
      return new FieldsOf(null);
    }
    if (!value.isTextual()
        || value.textValue().isBlank()
        || value.textValue().length() > ProfileLimits.TEXT) {
      faults.add("/" + member, "must be true, or the name of the field that holds the JSON");
      return null;
    }
    return new FieldsOf(value.textValue());
  }

  private @Nullable HeadersOf headers(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      faults.add("/headers", "must be an object with prefix and body");
      return null;
    }
    known("/headers", value, OF_HEADERS);
    String prefix = value.path("prefix").asText("");
    if (!HEADER_PREFIX.matcher(prefix).matches()) {
      faults.add("/headers/prefix", "must be the beginning of headers in lower case, such as ce-");
      return null;
    }
    String body = word("/headers/body", value.get("body"), "data");
    if (body.isBlank()) {
      faults.add("/headers/body", "must be the name of a member");
      return null;
    }
    return new HeadersOf(prefix, body);
  }

  private @Nullable Duration deadline(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < SHORTEST_DEADLINE
        || value.intValue() > LONGEST_DEADLINE) {
      faults.add(
          "/deadline_ms",
          "must be a number of milliseconds from " + SHORTEST_DEADLINE + " to " + LONGEST_DEADLINE);
      return null;
    }
    return Duration.ofMillis(value.intValue());
  }

  private @Nullable Reply answer(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      faults.add("/answer", "must be an object with status and body");
      return null;
    }
    known("/answer", value, OF_ANSWER);
    JsonNode status = value.get("status");
    int code = status != null && status.isInt() ? status.intValue() : status == null ? 200 : 0;
    if (code < 200 || code > 299) {
      faults.add("/answer/status", "must be a number from 200 to 299");
      return null;
    }
    JsonNode body = value.get("body");
    if (body != null && (code == 204 || code == 205)) {
      faults.add("/answer/body", "cannot be sent with the status " + code);
      return null;
    }
    String json = body == null ? "" : body.toString();
    if (json.length() > LONGEST_ANSWER) {
      faults.add("/answer/body", "must have at most " + LONGEST_ANSWER + " characters");
      return null;
    }
    return new Reply(code, json);
  }

  private void known(String at, JsonNode value, Set<String> members) {
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                faults.add(
                    at + "/" + TextRules.escaped(name),
                    "is not known; the members are "
                        + members.stream().sorted().collect(Collectors.joining(", ")));
              }
            });
  }
}
