package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Kind;
import dev.imas.core.http.Body;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a request: what each is about. What they want is read by the resources of
 * the API.
 */
final class Documents {

  /** The most documents of one request. */
  static final int MOST = 5_000;

  /** What the command puts in place of a reference to a variable or a file. */
  private static final String SECRET = "$secret";

  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");

  private final DocumentKinds kinds;
  private final Body body;
  private final Set<String> secrets = new HashSet<>();

  private Documents(DocumentKinds kinds, Body body) {
    this.kinds = kinds;
    this.body = body;
  }

  /**
   * @param secrets texts that came by reference
   */
  record Read(List<Document> documents, Set<String> secrets) {

    @Override
    public String toString() {
      return documents.toString();
    }
  }

  /** Adds faults to the body. */
  static Read read(DocumentKinds kinds, Body body) {
    Documents reader = new Documents(kinds, body);
    List<Document> documents = new ArrayList<>();
    JsonNode list = body.present("documents");
    if (list == null || !list.isArray() || list.size() > MOST) {
      body.fault("/documents", "must be a list of at most " + MOST + " documents");
      return new Read(documents, Set.of());
    }
    for (int i = 0; i < list.size(); i++) {
      Document document = reader.document(i, list.get(i));
      if (document != null) {
        documents.add(document);
      }
    }
    return new Read(documents, Set.copyOf(reader.secrets));
  }

  private @Nullable Document document(int index, JsonNode given) {
    String at = "/documents/" + index;
    if (!(given instanceof ObjectNode object)) {
      body.fault(at, "must be an object with a kind and a key");
      return null;
    }
    String word = object.path("kind").asText();
    Optional<Kind> kind = Kind.named(word).filter(kinds.all()::contains);
    if (kind.isEmpty()) {
      body.fault(
          at + "/kind",
          (word.isEmpty() ? "is missing" : "is '" + word + "'")
              + "; it must be one of "
              + kinds.all().stream().map(Kind::wireName).collect(Collectors.joining(", ")));
      return null;
    }
    String key = key(object, kind.get(), at);
    ObjectNode wanted = (ObjectNode) revealed(object);
    wanted.remove("kind");
    if (!kind.get().isNamedByKey()) {
      wanted.remove("key");
    }
    String name = name(wanted, kind.get(), key, at);
    if (key == null || name == null) {
      return null;
    }
    kinds.complete(kind.get(), wanted);
    return new Document(index, kind.get(), key, name, wanted);
  }

  private @Nullable String key(ObjectNode object, Kind kind, String at) {
    if (kind.isSingle() && !object.has("key")) {
      return kind.wireName();
    }
    String key = object.path("key").asText();
    if (!object.path("key").isTextual() || !KEY.matcher(key).matches()) {
      body.fault(
          at + "/key",
          "must be 1 to 100 characters of a-z, 0-9 and ._@-, such as checkout; it stays when the"
              + " name changes");
      return null;
    }
    return key;
  }

  private @Nullable String name(ObjectNode wanted, Kind kind, @Nullable String key, String at) {
    if (kind.isSingle()) {
      return kind.inWords();
    }
    List<String> parts = new ArrayList<>();
    for (String member : kind.nameMembers()) {
      JsonNode part = wanted.path(member);
      if (part.isTextual() && !part.textValue().isBlank()) {
        parts.add(part.textValue().strip());
      } else {
        body.fault(
            at + "/" + member,
            "is missing; give the "
                + kind.inWords()
                + " "
                + (key == null ? "" : key + " ")
                + "one");
      }
    }
    return parts.size() < kind.nameMembers().size() ? null : String.join("/", parts);
  }

  /** With each secret in its place. */
  private JsonNode revealed(JsonNode given) {
    if (given.isArray()) {
      ArrayNode list = Json.MAPPER.createArrayNode();
      given.forEach(one -> list.add(revealed(one)));
      return list;
    }
    if (!(given instanceof ObjectNode object)) {
      return given;
    }
    JsonNode secret = object.path(SECRET);
    if (object.size() == 1 && secret.isTextual()) {
      secrets.add(secret.textValue());
      return secret;
    }
    ObjectNode made = Json.MAPPER.createObjectNode();
    object.properties().forEach(one -> made.set(one.getKey(), revealed(one.getValue())));
    return made;
  }
}
