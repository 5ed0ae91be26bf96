package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where commands find a running IMAS, and as whom, if their options do not say it. So each command
 * reaches the IMAS that was started with the same environment and the same properties file, at
 * whatever ports.
 *
 * <table>
 *   <tr><td>{@code --core}</td><td>{@code IMAS_URL}, else the port of core on this machine</td></tr>
 *   <tr><td>{@code --gateway}</td><td>{@code IMAS_GATEWAY_URL}, else the port of the gateway</td></tr>
 *   <tr><td>{@code --token}</td><td>{@code IMAS_TOKEN}, else the one of the first start</td></tr>
 *   <tr><td>{@code --ca-certificate}</td><td>{@code IMAS_CA_CERTIFICATE}</td></tr>
 *   <tr><td>{@code --client-certificate}</td><td>{@code IMAS_CLIENT_CERTIFICATE}</td></tr>
 *   <tr><td>{@code --client-key}</td><td>{@code IMAS_CLIENT_KEY}</td></tr>
 *   <tr><td>{@code --key}</td><td>{@code IMAS_SOURCE_KEY}, else the one of the first start</td></tr>
 * </table>
 */
final class OptionDefaults implements IDefaultValueProvider {

  /** Variables that commands read; a process ignores them. */
  static final String CORE_URL = "IMAS_URL";

  static final String GATEWAY_URL = "IMAS_GATEWAY_URL";
  static final String TOKEN = "IMAS_TOKEN";
  static final String SOURCE_KEY = "IMAS_SOURCE_KEY";
  static final String CA_CERTIFICATE = "IMAS_CA_CERTIFICATE";
  static final String CLIENT_CERTIFICATE = "IMAS_CLIENT_CERTIFICATE";
  static final String CLIENT_KEY = "IMAS_CLIENT_KEY";

  private static final int CORE_PORT = 8090;
  private static final int GATEWAY_PORT = 8080;

  /** What {@link Imas} reads of its command line. */
  private static final String CONFIG = "--config";

  private final Map<String, String> environment;
  private final Settings settings;

  OptionDefaults(Map<String, String> environment, Settings settings) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
  }

  /**
   * @param words the command line, which may name the properties file; it is not parsed yet when
   *     defaults are asked for
   */
  static OptionDefaults of(List<String> words) {
    Settings settings;
    try {
      settings = Settings.load(ConfigFile.find(config(words)));
    } catch (ConfigurationException e) {
      // A command that needs the file says what is wrong with it.
      settings = new Settings(System.getenv(), new Properties());
    }
    return new OptionDefaults(System.getenv(), settings);
  }

  private static @Nullable Path config(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals(CONFIG) && i + 1 < words.size()) {
        return Path.of(words.get(i + 1));
      }
      if (word.startsWith(CONFIG + "=")) {
        return Path.of(word.substring(CONFIG.length() + 1));
      }
    }
    return null;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec option) {
    return option instanceof OptionSpec named
        ? switch (named.longestName()) {
          case "--core" -> url(CORE_URL, "core", CORE_PORT);
          case "--gateway" -> url(GATEWAY_URL, "gateway", GATEWAY_PORT);
          case "--token" -> first(TOKEN, "IMAS_BOOTSTRAP_ADMIN_TOKEN");
          case "--key" -> first(SOURCE_KEY, "IMAS_BOOTSTRAP_SOURCE_KEY");
          case TlsOptions.CA_CERTIFICATE -> first(CA_CERTIFICATE, CA_CERTIFICATE);
          case TlsOptions.CLIENT_CERTIFICATE -> first(CLIENT_CERTIFICATE, CLIENT_CERTIFICATE);
          case TlsOptions.CLIENT_KEY -> first(CLIENT_KEY, CLIENT_KEY);
          case TlsOptions.OWN_CERTIFICATES -> ownCertificates();
          default -> null;
        }
        : null;
  }

  /** Where the roles of these settings have their certificates; null: nowhere. */
  private @Nullable String ownCertificates() {
    String files =
        Stream.of("core", "gateway")
            .map(role -> TlsFiles.certificateOf(settings, role))
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(","));
    return blankToNull(files);
  }

  private String url(String variable, String role, int usual) {
    String given = first(variable, variable);
    if (given != null) {
      return given;
    }
    // A port that is none is the usual one here; "imas run" says what is wrong with it.
    int chosen = settings.port(role + ".port", usual);
    return (TlsFiles.certificateOf(settings, role) == null ? "http" : "https")
        + "://localhost:"
        + (chosen == 0 ? usual : chosen);
  }

  private @Nullable String first(String variable, String otherwise) {
    String value = environment.get(variable);
    return value != null && !value.isBlank() ? value : blankToNull(environment.get(otherwise));
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
